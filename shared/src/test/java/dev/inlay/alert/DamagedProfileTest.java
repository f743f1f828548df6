package dev.inlay.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.inlay.behaviour.Behaviours;
import dev.inlay.behaviour.Verdict;
import dev.inlay.document.Damage;
import dev.inlay.policy.Learning;
import dev.inlay.policy.Replay;
import dev.inlay.profile.Confidence;
import dev.inlay.profile.ProfileBuilder;
import dev.inlay.profile.Profiles;
import dev.inlay.profile.Thresholds;
import dev.inlay.storage.MemoryTable;
import dev.inlay.storage.Row;
import dev.inlay.storage.Write;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Whatever became of a row of a profile, everything that is decided from the profile still is.
class DamagedProfileTest {
    private static final Instant NOW = ProfileBuilder.START.plusSeconds(3_600);
    private static final String JAVA = "/opt/jre/bin/java";

    private final MemoryTable table = new MemoryTable(Clock.fixed(NOW, ZoneOffset.UTC));
    private final Profiles profiles = new Profiles(table);
    private final Alerts alerts = new Alerts(new MemoryTable(Clock.fixed(NOW, ZoneOffset.UTC)));

    @Test
    void breaksNoDecision() {
        ProfileBuilder.store(
                new ProfileBuilder()
                        .watched("s-1", 60, NOW)
                        .usual(Behaviours.connect(JAVA, "database", 5432))
                        .saw("s-1", Behaviours.exec("/bin/dash", JAVA, "sh"), Verdict.BLOCKED, 3, 1)
                        .profile(),
                table);
        int damaged = 0;
        for (var row : table.all("profile#" + ProfileBuilder.IMAGE, "")) {
            for (var document : Damage.of(row.document())) {
                table.write(Write.put(row.key(), document));
                assertThatCode(this::decide)
                        .as("%s: %s", row.key(), document)
                        .doesNotThrowAnyException();
                damaged++;
            }
            restore(row);
        }
        assertThat(damaged).isGreaterThan(500);
    }

    private void restore(Row row) {
        table.write(Write.put(row.key(), row.document()));
    }

    private void decide() {
        var profile = profiles.of(ProfileBuilder.IMAGE);
        var first = Learning.first(ProfileBuilder.IMAGE, Optional.empty(), NOW);
        var policy = Learning.next(profile, first, NOW).policy();
        Confidence.of(profile, Learning.quarantine(profile, first), Thresholds.DEFAULT);
        Replay.of(profile, policy, ProfileBuilder.START);
        for (var alert : ProfileAlerts.of(profile, Optional.of(policy), NOW)) {
            alerts.told(alerts.raise(alert).now(), NOW);
        }
        assertThat(alerts.all().unreadable()).isEmpty();
    }
}
