package dev.inlay.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.aws.lambda.EmulatedStack;
import dev.inlay.aws.lambda.Events;
import dev.inlay.aws.lambda.Lambda;
import dev.inlay.document.Examples;
import dev.inlay.image.Digest;
import dev.inlay.profile.Profiles;
import dev.inlay.queue.QueueName;
import dev.inlay.storage.Row;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("emulator")
class IngestUnderLambdaTest {
    private final EmulatedStack stack =
            new EmulatedStack()
                    .withTables()
                    .withQueues(QueueName.EVALUATE, QueueName.TELEMETRY, QueueName.VIOLATIONS);

    @Test
    void mergesFramesIntoTheTablesAndParksWhatIsNone() {
        var frame = (ObjectNode) Examples.tree("frame.json");
        var image = frame.path("image").asText();
        var proved = Map.of("session", frame.path("session").asText(), "image", image);
        try (var function =
                Lambda.start("dev.inlay.ingest.TelemetryIngestHandler", stack.environment())) {
            // The snapshot was prepared with this very frame, and left no trace of it.
            assertThat(entries(image)).isZero();

            var gateway =
                    new Events.Sent(stack.arn(QueueName.TELEMETRY), "AROAGATEWAY000000:frames");
            var answer =
                    function.invoke(
                            Events.sqs(gateway, proved, frame.toString(), "nonsense", "{}"));

            assertThat(answer.path("batchItemFailures")).isEmpty();
        }
        assertThat(entries(image)).isEqualTo(frame.path("behaviours").size());
        assertThat(stack.received(QueueName.EVALUATE))
                .containsExactly("{\"image\":\"" + image + "\"}");
        assertThat(rejections()).hasSize(2);
    }

    private int entries(String image) {
        return new Profiles(stack.tables().profiles()).of(new Digest(image)).entries().size();
    }

    private List<String> rejections() {
        var today = LocalDate.now(ZoneOffset.UTC);
        return stack.tables().runtime().all("rejected#" + today, "").stream()
                .map(Row::document)
                .toList();
    }
}
