package dev.inlay.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Claims;
import dev.inlay.image.Digest;
import dev.inlay.image.Enrolment;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Images;
import dev.inlay.queue.MemoryQueue;
import dev.inlay.queue.QueueName;
import dev.inlay.storage.MemoryTable;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;

/// The same push, told many times at once: by events, replays and sweeps, to functions that do not
/// know of each other.
class OneOfManyTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Digest DIGEST = Digest.ofText("it");
    private static final int FUNCTIONS = 24;

    private final MemoryTable table = new MemoryTable();
    private final MemoryQueue queue = new MemoryQueue();
    private final FakeListing registry = new FakeListing().with("shop/web", "1", DIGEST);

    @RepeatedTest(20)
    void isTakenOnOnce() throws Exception {
        new Enrolments(table).put(Enrolment.of("shop/*"));
        var together = new CountDownLatch(FUNCTIONS);
        var functions = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < FUNCTIONS; i++) {
                var body = i % 3 == 0 ? "{\"sweep\":true}" : pushed(NOW.plusSeconds(i % 2));
                functions.add(
                        threads.submit(() -> {
                            together.countDown();
                            together.await();
                            untilTaken(body);
                            return body;
                        }));
            }
        }
        for (var function : functions) {
            function.get();
        }

        assertThat(queue.take(QueueName.INSTRUMENT)).hasSize(1);
    }

    /// As the queue does with what was given back.
    private void untilTaken(String body) {
        while (true) {
            try {
                var told = scanner().scan(body);
                if (told.stream().noneMatch(line -> line.contains("left for the next sweep"))) {
                    return;
                }
            } catch (TransientFailure busy) {
                Thread.onSpinWait();
            }
        }
    }

    private Scanner scanner() {
        var clock = Clock.fixed(NOW, ZoneOffset.UTC);
        return new Scanner(
                registry,
                new Enrolments(table),
                new Images(table, clock),
                new Claims(table, clock),
                queue,
                Workforce.always(),
                "1",
                clock);
    }

    private static String pushed(Instant at) {
        return "{\"detail-type\":\"ECR Image Action\",\"time\":\""
                + at
                + "\",\"detail\":{\"result\":\"SUCCESS\",\"action-type\":\"PUSH\",\"repository-name\":\"shop/web\",\"image-tag\":\"1\",\"image-digest\":\""
                + DIGEST
                + "\"}}";
    }
}
