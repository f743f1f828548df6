package dev.inlay.local.loop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.inlay.local.Journal;
import dev.inlay.local.sqlite.DeadLetters;
import dev.inlay.local.sqlite.SqliteFile;
import dev.inlay.local.sqlite.SqliteQueue;
import dev.inlay.queue.QueueName;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueLoopTest {
    @TempDir Path directory;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final LinkedBlockingQueue<List<SQSEvent.SQSMessage>> handled =
            new LinkedBlockingQueue<>();
    private SqliteFile file;
    private SqliteQueue queue;

    @BeforeEach
    void openTheFile() {
        file = SqliteFile.open(directory.resolve("inlay.sqlite"));
        queue = new SqliteQueue(file, InstantSource.system());
    }

    @AfterEach
    void closeTheFile() {
        file.close();
    }

    @Test
    void takesBackOnlyTheMessagesTheHandlerNamesAsFailed() throws Exception {
        queue.send(QueueName.SCAN, "good");
        queue.send(QueueName.SCAN, "bad");
        try (var loop =
                loop((event, context) -> {
                    context.getLogger().log("the registry is away");
                    handled.add(event.getRecords());
                    return new SQSBatchResponse(
                            event.getRecords().stream()
                                    .filter(record -> record.getBody().equals("bad"))
                                    .map(record -> new BatchItemFailure(record.getMessageId()))
                                    .toList());
                })) {
            assertThat(loop).isNotNull();
            assertThat(handled.take()).hasSize(2);
            assertThat(handled.take())
                    .singleElement()
                    .satisfies(record -> {
                        assertThat(record.getBody()).isEqualTo("bad");
                        assertThat(record.getAttributes())
                                .containsEntry("ApproximateReceiveCount", "2");
                        assertThat(record.getEventSource()).isEqualTo("aws:sqs");
                    });
            queue.stop();
        }
        assertThat(said.toString(UTF_8)).contains("the registry is away");
    }

    @Test
    void putsAMessageAsideThatBreaksTheHandlerAgainAndAgain() throws Exception {
        var letters = new DeadLetters(file);
        queue.send(QueueName.SCAN, "poison");
        try (var loop =
                loop((event, _) -> {
                    handled.add(event.getRecords());
                    throw new IllegalStateException("cannot digest this");
                })) {
            assertThat(loop).isNotNull();
            for (int i = 0; i < SqliteQueue.MAX_RECEIVES; i++) {
                handled.take();
            }
            while (letters.depth(QueueName.SCAN).dead() == 0) {
                Thread.sleep(5);
            }
            queue.send(QueueName.SCAN, "the next one");
            assertThat(handled.take()).hasSize(1);
            queue.stop();
        }
        assertThat(letters.peek(QueueName.SCAN, 10))
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).isEqualTo("cannot digest this"));
    }

    private QueueLoop loop(RequestHandler<SQSEvent, SQSBatchResponse> handler) {
        var journal = new Journal(new PrintStream(said, true, UTF_8), InstantSource.system());
        return new QueueLoop(
                        queue,
                        QueueName.SCAN,
                        10,
                        Duration.ofMinutes(1),
                        handler,
                        _ -> Duration.ZERO,
                        journal)
                .start();
    }
}
