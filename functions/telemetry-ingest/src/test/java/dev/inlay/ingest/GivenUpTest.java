package dev.inlay.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.document.Examples;
import dev.inlay.queue.MemoryQueue;
import dev.inlay.queue.Rejections;
import dev.inlay.storage.AwayTable;
import dev.inlay.storage.MemoryTable;
import dev.inlay.storage.Table;
import dev.inlay.storage.Tables;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// SQS puts a frame aside after its last attempt, and does not say why: the function does.
class GivenUpTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final Table runtime = new MemoryTable(CLOCK);
    private final Rejections rejections = Rejections.ofSqs(runtime);

    private List<String> take(int receives) {
        var frame = Examples.tree("frame.json");
        var message = new SQSMessage();
        message.setMessageId("m");
        message.setBody(envelope(frame).toString());
        message.setEventSourceArn("arn:aws:sqs:eu-central-1:111122223333:frames");
        message.setAttributes(Map.of("ApproximateReceiveCount", Integer.toString(receives)));
        var tables =
                new Tables(
                        new MemoryTable(CLOCK), new AwayTable(), runtime, new MemoryTable(CLOCK));
        return new Ingestion(
                        tables,
                        new MemoryQueue(),
                        rejections,
                        Origin.envelope(),
                        Pace.THRIFTY,
                        CLOCK)
                .take(List.of(message), _ -> {});
    }

    private static JsonNode envelope(JsonNode frame) {
        var envelope = ((com.fasterxml.jackson.databind.node.ObjectNode) frame).objectNode();
        envelope.set("session", frame.path("session"));
        envelope.set("image", frame.path("image"));
        return envelope.set("frame", frame);
    }

    @Test
    void leavesTheReasonAtTheLastAttemptOnly() {
        assertThat(take(Rejections.TRIES - 1)).containsExactly("m");
        assertThat(rejections.of(List.of("frames"), 9, NOW).read()).isEmpty();

        assertThat(take(Rejections.TRIES)).containsExactly("m");
        assertThat(rejections.of(List.of("frames"), 9, NOW).read())
                .singleElement()
                .satisfies(each -> assertThat(each.because()).contains("the store is away"));
    }
}
