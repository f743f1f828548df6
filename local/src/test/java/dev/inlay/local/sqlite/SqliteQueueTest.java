package dev.inlay.local.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.queue.Queue;
import dev.inlay.queue.QueueContract;
import dev.inlay.queue.QueueName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteQueueTest extends QueueContract {
    private static final Duration HIDDEN = Duration.ofSeconds(30);

    @TempDir Path directory;
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-01-02T03:04:05.678Z"));
    private SqliteFile file;
    private SqliteQueue queue;

    @BeforeEach
    void openTheFile() {
        file = SqliteFile.open(directory.resolve("inlay.sqlite"));
        queue = new SqliteQueue(file, now::get);
    }

    @AfterEach
    void closeTheFile() {
        file.close();
    }

    @Override
    protected Queue queue() {
        return queue;
    }

    @Override
    protected List<String> received(QueueName name) {
        var bodies = new ArrayList<String>();
        for (var batch = take(name); !batch.isEmpty(); batch = take(name)) {
            queue.acknowledge(batch);
            batch.forEach(message -> bodies.add(message.body()));
        }
        return bodies;
    }

    private List<Message> take(QueueName name) {
        try {
            return queue.receive(name, 10, HIDDEN, Duration.ZERO);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void hidesAReceivedMessageUntilItsTimeIsOver() {
        queue.send(QueueName.SCAN, "push");
        var first = take(QueueName.SCAN).getFirst();

        assertThat(take(QueueName.SCAN)).isEmpty();
        now.updateAndGet(time -> time.plus(HIDDEN));
        assertThat(take(QueueName.SCAN))
                .containsExactly(new Message(first.id(), "push", 2, first.sent()));
    }

    @Test
    void ignoresTheReceiptOfAReceiverWhoseTimeWasOver() {
        queue.send(QueueName.SCAN, "push");
        var late = take(QueueName.SCAN).getFirst();
        now.updateAndGet(time -> time.plus(HIDDEN));
        var current = take(QueueName.SCAN).getFirst();

        queue.acknowledge(List.of(late));
        queue.giveBack(late, "too late", Duration.ZERO);
        assertThat(take(QueueName.SCAN)).isEmpty();

        queue.acknowledge(List.of(current));
        now.updateAndGet(time -> time.plus(HIDDEN));
        assertThat(take(QueueName.SCAN)).isEmpty();
    }

    @Test
    void putsAMessageAsideWithItsReasonAfterFiveReceives() {
        queue.send(QueueName.INSTRUMENT, "poison");
        queue.send(QueueName.SCAN, "of another queue");
        for (int i = 1; i <= SqliteQueue.MAX_RECEIVES; i++) {
            var message = take(QueueName.INSTRUMENT).getFirst();
            assertThat(message.receives()).isEqualTo(i);
            queue.giveBack(message, "attempt " + i + " failed", Duration.ZERO);
        }

        assertThat(take(QueueName.INSTRUMENT)).isEmpty();
        var letters = new DeadLetters(file);
        assertThat(letters.peek(QueueName.INSTRUMENT, 10))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.body()).isEqualTo("poison");
                    assertThat(letter.reason()).isEqualTo("attempt 5 failed");
                });
        assertThat(letters.depth(QueueName.INSTRUMENT)).isEqualTo(new DeadLetters.Depth(0, 1));
        assertThat(letters.depth(QueueName.SCAN)).isEqualTo(new DeadLetters.Depth(1, 0));

        assertThat(queue.redrive(QueueName.SCAN)).isZero();
        assertThat(queue.redrive(QueueName.INSTRUMENT)).isEqualTo(1);
        assertThat(letters.depth(QueueName.INSTRUMENT)).isEqualTo(new DeadLetters.Depth(1, 0));
        assertThat(take(QueueName.INSTRUMENT))
                .singleElement()
                .satisfies(message -> {
                    assertThat(message.body()).isEqualTo("poison");
                    assertThat(message.receives()).as("with all its tries").isEqualTo(1);
                });
    }

    @Test
    void offersAMessageAgainOnlyAfterTheDelay() {
        queue.send(QueueName.SCAN, "push");
        queue.giveBack(take(QueueName.SCAN).getFirst(), "busy", Duration.ofSeconds(2));

        assertThat(take(QueueName.SCAN)).isEmpty();
        now.updateAndGet(time -> time.plusSeconds(2));
        assertThat(take(QueueName.SCAN)).hasSize(1);
    }

    @Test
    void offersAtOnceWhatAProcessThatIsGoneHadReceived() {
        queue.send(QueueName.SCAN, "push");
        take(QueueName.SCAN);

        new SqliteQueue(file, now::get).recover();

        assertThat(take(QueueName.SCAN)).extracting(Message::receives).containsExactly(2);
    }

    @Test
    void wakesAReceiverThatWaits() throws Exception {
        var answer = new CompletableFuture<List<Message>>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        answer.complete(
                                queue.receive(
                                        QueueName.TELEMETRY, 10, HIDDEN, Duration.ofHours(1)));
                    } catch (InterruptedException e) {
                        answer.completeExceptionally(e);
                    }
                });

        queue.send(QueueName.TELEMETRY, "frame");

        assertThat(answer.get()).extracting(Message::body).containsExactly("frame");
    }
}
