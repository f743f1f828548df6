package dev.inlay.eval;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.inlay.alert.Alert;
import dev.inlay.alert.Alerts;
import dev.inlay.behaviour.Behaviours;
import dev.inlay.behaviour.Containers;
import dev.inlay.behaviour.Verdict;
import dev.inlay.log.Line;
import dev.inlay.policy.Policies;
import dev.inlay.policy.PolicyNews;
import dev.inlay.policy.TestSigner;
import dev.inlay.profile.ProfileBuilder;
import dev.inlay.queue.MemoryQueue;
import dev.inlay.queue.Rejections;
import dev.inlay.storage.Key;
import dev.inlay.storage.MemoryTable;
import dev.inlay.storage.Tables;
import dev.inlay.storage.Write;
import dev.inlay.time.SettableClock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What was stored of an alert and cannot be read holds up nothing that follows it.
class DamagedAlertTest {
    private static final String JAVA = "/opt/jre/bin/java";

    private final SettableClock clock = new SettableClock(ProfileBuilder.START.plusSeconds(3_600));
    private final Tables tables = MemoryTable.four(clock);
    private final Alerts alerts = new Alerts(tables.findings());
    private final List<Alert> told = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();

    private void blocked(int number) {
        var seen =
                new ProfileBuilder()
                        .watched("s-1", 60, clock.instant())
                        .saw(
                                "s-1",
                                Behaviours.connect(JAVA, "evil" + number, 80),
                                Verdict.BLOCKED,
                                1,
                                1)
                        .profile();
        ProfileBuilder.store(seen, tables.profiles());
    }

    private List<String> evaluate() {
        var message = new SQSMessage();
        message.setMessageId("m");
        message.setBody("{\"image\":\"" + ProfileBuilder.IMAGE + "\"}");
        var policies = new Policies(tables.catalog(), new TestSigner(), clock);
        return new Evaluations(
                        new Evaluation(tables, policies, told::add, PolicyNews.none(), clock),
                        new Rounds(new Containers(tables.runtime()), new MemoryQueue(), clock),
                        new Rejections(tables.runtime()),
                        clock)
                .take(List.of(message), lines::add);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"version\":2}"})
    void isNamedOnceAndHoldsUpNothing(String document) {
        blocked(1);
        blocked(2);
        assertThat(evaluate()).isEmpty();
        for (var alert : List.copyOf(told)) {
            var place = new Key("alert#" + alert.image(), alert.fingerprint());
            assertThat(tables.findings().write(Write.put(place, document))).isTrue();
        }
        var before = told.stream().map(Alert::fingerprint).toList();
        told.clear();
        lines.clear();
        blocked(3);

        assertThat(evaluate()).isEmpty();

        assertThat(told).hasSize(3).extracting(Alert::fingerprint).containsAll(before);
        assertThat(alerts.of(ProfileBuilder.IMAGE).alerts()).hasSize(3);
        assertThat(lines.stream().filter(line -> line.result() == Line.Result.REJECTED))
                .extracting(line -> line.about().get("alert"))
                .containsExactlyInAnyOrderElementsOf(before);
        lines.clear();
        assertThat(evaluate()).isEmpty();
        assertThat(lines).extracting(Line::result).containsExactly(Line.Result.DONE);
        assertThat(told).hasSize(3);
    }
}
