package dev.inlay.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.storage.MemoryTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ClaimsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Push FIRST = new Push("shop/web", "latest", Digest.ofText("first"));
    private static final Push SECOND = new Push("shop/web", "latest", Digest.ofText("second"));

    private final MemoryTable table = new MemoryTable();

    @Test
    void letsAPushBeTakenOnOnce() {
        assertThat(at(NOW).claim(FIRST, NOW, "1", false)).isEqualTo(Claim.Answer.MINE);
        assertThat(at(NOW).claim(FIRST, NOW, "1", false)).isEqualTo(Claim.Answer.BUSY);

        at(NOW).sent(FIRST);

        assertThat(at(NOW).claim(FIRST, NOW, "1", false)).isEqualTo(Claim.Answer.TAKEN);
    }

    @Test
    void handsOverWhatSomebodyTookOnAndNeverSent() {
        at(NOW).claim(FIRST, NOW, "1", false);

        assertThat(at(NOW.plus(Claim.CRASHED)).claim(FIRST, NOW, "1", false))
                .isEqualTo(Claim.Answer.MINE);
    }

    @Test
    void followsATagThatMovesForthAndBack() {
        take(FIRST, NOW);
        take(SECOND, NOW.plusSeconds(1));

        assertThat(at(NOW).claim(FIRST, NOW.plusSeconds(2), "1", false))
                .isEqualTo(Claim.Answer.MINE);
    }

    @Test
    void ignoresANoteOfWhereTheTagWasBefore() {
        take(SECOND, NOW);

        assertThat(at(NOW).claim(FIRST, NOW.minusSeconds(1), "1", false))
                .isEqualTo(Claim.Answer.OUTDATED);
    }

    @Test
    void startsAgainForAnotherSensorAndOnRequestAndAfterDeletion() {
        take(FIRST, NOW);
        assertThat(at(NOW).claim(FIRST, NOW, "2", false)).isEqualTo(Claim.Answer.MINE);

        at(NOW).sent(FIRST);
        assertThat(at(NOW).claim(FIRST, NOW, "2", true)).isEqualTo(Claim.Answer.MINE);

        at(NOW).sent(FIRST);
        at(NOW).release("shop/web", "latest");
        assertThat(at(NOW).claim(FIRST, NOW, "2", false)).isEqualTo(Claim.Answer.MINE);
    }

    @Test
    void givesWorkToExactlyOneOfManyWhoAskAtOnce() throws Exception {
        var answers = new ArrayList<Future<Claim.Answer>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                answers.add(threads.submit(() -> at(NOW).claim(FIRST, NOW, "1", false)));
            }
        }

        int mine = 0;
        for (var answer : answers) {
            mine += answer.get() == Claim.Answer.MINE ? 1 : 0;
        }
        assertThat(mine).isEqualTo(1);
    }

    private void take(Push push, Instant pushed) {
        assertThat(at(pushed).claim(push, pushed, "1", false)).isEqualTo(Claim.Answer.MINE);
        at(pushed.plus(Duration.ofMillis(1))).sent(push);
    }

    private Claims at(Instant now) {
        return new Claims(table, Clock.fixed(now, ZoneOffset.UTC));
    }
}
