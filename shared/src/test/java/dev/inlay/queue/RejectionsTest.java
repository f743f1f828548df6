package dev.inlay.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.storage.Aside;
import dev.inlay.storage.AwayTable;
import dev.inlay.storage.MemoryTable;
import dev.inlay.storage.Row;
import dev.inlay.storage.Table;
import dev.inlay.storage.Unreadable;
import dev.inlay.storage.Write;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RejectionsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String QUEUE = "Inlay-ScanQueue";

    private final Table runtime = new MemoryTable(Clock.fixed(NOW, ZoneOffset.UTC));
    private final Rejections rejections = Rejections.ofSqs(runtime);

    private List<Rejections.Rejected> all() {
        return rejections.of(List.of(QUEUE), 10, NOW).read();
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
        assertThat(rejections.of(List.of(QUEUE), 1, NOW).read()).hasSize(1);
        assertThat(rejections.of(List.of(), 10, NOW).read()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("damaged")
    void hideNoOtherWhereOneCannotBeRead(String document) {
        rejections.park(QUEUE, "s-1", "forged", "first", NOW);
        var key = runtime.all("rejected#2026-01-02", "").getFirst().key();
        runtime.write(Write.put(key, document));
        rejections.park(QUEUE, "s-2", "forged", "second", NOW);

        assertThat(all()).extracting(Rejections.Rejected::sender).containsExactly("s-2");
        assertThat(rejections.of(List.of(), 10, NOW).unreadable())
                .extracting(Unreadable::key)
                .containsExactly(key);

        rejections.park(QUEUE, "s-1", "forged", "third", NOW);

        assertThat(all()).hasSize(2);
        assertThat(rejections.of(List.of(), 10, NOW).unreadable()).isEmpty();
        assertThat(runtime.all("rejected#2026-01-02", Aside.PREFIX))
                .extracting(Row::document)
                .containsExactly(document);
    }

    static Stream<String> damaged() {
        return Stream.of(
                "",
                "{",
                "[]",
                "{}",
                "{\"version\":2}",
                "{\"version\":1,\"queue\":7,\"sender\":\"s-1\"}",
                "{\"version\":1,\"sender\":\"s-1\",\"because\":\"forged\",\"count\":1,\"last\":\"now\"}");
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
