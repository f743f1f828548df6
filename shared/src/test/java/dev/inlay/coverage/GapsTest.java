package dev.inlay.coverage;

import static dev.inlay.coverage.Sightings.INSTRUMENTED;
import static dev.inlay.coverage.Sightings.REGISTRY;
import static dev.inlay.coverage.Sightings.SOURCE;
import static dev.inlay.coverage.Sightings.known;
import static dev.inlay.coverage.Sightings.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.document.Damage;
import dev.inlay.document.Json;
import dev.inlay.document.Reading;
import dev.inlay.storage.Aside;
import dev.inlay.storage.Key;
import dev.inlay.storage.MemoryTable;
import dev.inlay.storage.Row;
import dev.inlay.storage.Unreadable;
import dev.inlay.storage.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GapsTest {
    private Instant now = Sightings.NOW;
    private final MemoryTable findings = new MemoryTable(() -> now);
    private final Gaps gaps = new Gaps(findings);
    private final Gap gap =
            Coverage.of(List.of(running(REGISTRY + "/shop/web:1.4", SOURCE)), known(List.of()), now)
                    .gaps()
                    .getFirst();

    private void look(Gap... found) {
        List.of(found).forEach(each -> gaps.found(each, now));
        gaps.looked(List.of(found), new Gaps.Summary(now, true, 1, 2, found.length));
    }

    @Test
    void areStoredAsTheyAre() {
        var noted = gaps.found(gap, now).now();

        assertThat(gaps.open().read()).containsExactly(noted);
        assertThat(noted.gap()).isEqualTo(gap);
    }

    @Test
    void areToldOnceWhileTheyLastAndAgainWhenTheyComeBackMuchLater() {
        gaps.told(gaps.found(gap, now).now(), now);
        now = now.plus(Duration.ofDays(2));
        assertThat(gaps.found(gap, now).now().told()).isPresent();

        look();
        now = now.plus(Gaps.QUIET).minusSeconds(1);
        assertThat(gaps.found(gap, now).now().told()).as("it came back at once").isPresent();
        look();
        now = now.plus(Gaps.QUIET).plusSeconds(1);
        assertThat(gaps.found(gap, now).now().told()).as("it came back later").isEmpty();
    }

    @Test
    void closeWhenALookDoesNotFindThem() {
        look(gap);
        assertThat(gaps.open().read()).hasSize(1);
        assertThat(gaps.summary().orElseThrow().unwatched()).isEqualTo(1);

        look();
        assertThat(gaps.open().read()).isEmpty();
        assertThat(gaps.summary().orElseThrow()).isEqualTo(new Gaps.Summary(now, true, 1, 2, 0));
    }

    @Test
    void rememberWhatWasRolledOut() {
        var noted = gaps.found(gap, now).now();
        gaps.rolled(noted, INSTRUMENTED, "no such service", now);

        var again = gaps.found(gap, now).now();
        assertThat(again.rolled()).contains(INSTRUMENTED);
        assertThat(again.refused()).isEqualTo("no such service");
    }

    @Test
    void costNoWriteWhileNothingChanges() {
        look(gap);
        var before = row();
        now = now.plusSeconds(60);

        gaps.found(gap, now);

        assertThat(row().revision()).isEqualTo(before.revision());
    }

    private Row row() {
        return findings.get(new Key("gap", gap.fingerprint())).orElseThrow();
    }

    @Test
    void areNotReadFromGarbage() {
        var written = gaps.found(gap, now).now().write();
        assertThat(Noted.read(written)).isInstanceOf(Reading.Read.class);
        for (int cut = 0; cut < written.length(); cut++) {
            assertThat(Noted.read(written.substring(0, cut))).isInstanceOf(Reading.Malformed.class);
        }
        var without = Json.object();
        without.putObject("gap").put("version", 1);
        assertThat(Noted.read(without.toString())).isInstanceOf(Reading.Malformed.class);
        var taskless = written.replaceFirst("\"tasks\":\\[[^]]*]", "\"tasks\":[]");
        assertThat(Noted.read(taskless)).as("a service").isInstanceOf(Reading.Read.class);
        assertThat(Noted.read(taskless.replaceFirst("\"service\":\"[^\"]*\",", "")))
                .isInstanceOf(Reading.Malformed.class);
    }

    /// It is told again, and hides no other.
    @Test
    void beginAnewWhereTheyCannotBeRead() {
        var other = other();
        look(gap, other);
        gaps.told(gaps.found(gap, now).now(), now);
        var written = row().document();
        for (var document : Damage.of(written)) {
            findings.write(Write.put(row().key(), document));

            look(gap, other);

            assertThat(gaps.open().read())
                    .extracting(Noted::gap)
                    .containsExactlyInAnyOrder(gap, other);
            assertThat(gaps.open().unreadable()).isEmpty();
        }
        findings.write(Write.put(row().key(), written.substring(1)));
        assertThat(gaps.open().read()).extracting(Noted::gap).containsExactly(other);
        assertThat(gaps.open().unreadable())
                .extracting(Unreadable::key)
                .containsExactly(row().key());
        look();
        assertThat(gaps.open().read()).isEmpty();
        assertThat(gaps.found(gap, now).now().told()).isEmpty();
        assertThat(findings.all("gap", Aside.PREFIX)).isNotEmpty();
    }

    private Gap other() {
        return new Gap(
                gap.cause(),
                gap.because(),
                gap.cluster(),
                Optional.of("another"),
                gap.name(),
                gap.reference(),
                gap.digest(),
                gap.tasks(),
                gap.count(),
                gap.deploy(),
                gap.rolls());
    }

    @Test
    void areShownWithoutASummaryThatCannotBeRead() {
        look(gap);
        findings.write(Write.put(new Key("coverage", "summary"), "{"));

        assertThat(gaps.summary()).isEmpty();
        look(gap);
        assertThat(gaps.summary()).isPresent();
    }
}
