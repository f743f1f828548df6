package dev.inlay.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.storage.AwayTable;
import dev.inlay.storage.MemoryTable;
import dev.inlay.storage.Table;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RejectionsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String QUEUE = "Inlay-ScanQueue";

    private final Table runtime = new MemoryTable(Clock.fixed(NOW, ZoneOffset.UTC));
    private final Rejections rejections = Rejections.ofSqs(runtime);

    private List<Rejections.Rejected> all() {
        return rejections.of(List.of(QUEUE), 10, NOW);
    }

    private static Arrival arrival(int receives) {
        return Arrival.of(
                "arn:aws:sqs:eu-central-1:111122223333:" + QUEUE,
                Map.of("ApproximateReceiveCount", Integer.toString(receives)));
    }

    @Test
    void countsTheSameReasonOfASenderOnceADay() {
        rejections.park(QUEUE, "s-1", "forged", "first", NOW.minusSeconds(60));
        rejections.park(QUEUE, "s-1", "forged", "second", NOW);
        rejections.park(QUEUE, "s-2", "forged", "third", NOW.minus(Duration.ofDays(1)));
        rejections.park("another", "s-1", "forged", "fourth", NOW);

        assertThat(all())
                .containsExactly(
                        new Rejections.Rejected(QUEUE, "s-1", "forged", 2, NOW, "second"),
                        new Rejections.Rejected(
                                QUEUE, "s-2", "forged", 1, NOW.minus(Duration.ofDays(1)), "third"));
        assertThat(rejections.of(List.of(QUEUE), 1, NOW)).hasSize(1);
        assertThat(rejections.of(List.of(), 10, NOW)).isEmpty();
    }

    /// Whoever looks before has the log, and the message comes again.
    @Test
    void keepsWhyAMessageFailedOnlyWhenItDoesNotComeBack() {
        rejections.failed(arrival(Rejections.TRIES - 1), "throttled", "{}", NOW);
        assertThat(all()).isEmpty();

        rejections.failed(arrival(Rejections.TRIES), "throttled", "{}", NOW);
        assertThat(all())
                .extracting(Rejections.Rejected::because)
                .containsExactly("tried 5 times in vain: throttled");
    }

    @Test
    void leavesTheReasonToQueuesThatKeepIt() {
        new Rejections(runtime).failed(arrival(Rejections.TRIES), "throttled", "{}", NOW);

        assertThat(all()).isEmpty();
    }

    @Test
    void failsNobodyWhenTheStoreIsAwayAsWell() {
        Rejections.ofSqs(new AwayTable()).failed(arrival(9), "the store is away", "{}", NOW);

        assertThat(all()).isEmpty();
    }

    @Test
    void readsWhatEventsLackOrGarble() {
        assertThat(Arrival.of(null, null)).isEqualTo(new Arrival("", 1));
        assertThat(Arrival.of("SCAN", Map.of("ApproximateReceiveCount", "many")))
                .isEqualTo(new Arrival("SCAN", 1));
    }
}
