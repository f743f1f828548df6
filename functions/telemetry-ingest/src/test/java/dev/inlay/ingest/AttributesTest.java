package dev.inlay.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.MessageAttribute;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.aws.lambda.NoContext;
import dev.inlay.document.Examples;
import dev.inlay.image.Digest;
import dev.inlay.log.Lines;
import dev.inlay.profile.Profiles;
import dev.inlay.queue.MemoryQueue;
import dev.inlay.queue.Rejections;
import dev.inlay.storage.MemoryTable;
import dev.inlay.storage.Row;
import dev.inlay.storage.Tables;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// As messages come on AWS: the body is what was posted, the attributes what the authorizer found.
class AttributesTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-01-02T03:04:06Z"), ZoneOffset.UTC);

    private final ObjectNode frame = (ObjectNode) Examples.tree("frame.json");
    private final String session = frame.path("session").asText();
    private final String image = frame.path("image").asText();
    private final MemoryTable profiles = new MemoryTable(CLOCK);
    private final MemoryTable runtime = new MemoryTable(CLOCK);
    private final Tables tables =
            new Tables(new MemoryTable(CLOCK), profiles, runtime, new MemoryTable(CLOCK));

    @Test
    void takesTheFrameOfTheSessionThatWasProved() {
        deliver(frame.toString(), Map.of("session", session, "image", image));

        assertThat(entries()).isEqualTo(frame.path("behaviours").size());
        assertThat(rejections()).isEmpty();
    }

    @Test
    void takesNoFrameOfAnotherSessionOrImage() {
        deliver(frame.toString(), Map.of("session", "s-other", "image", image));
        deliver(
                frame.toString(),
                Map.of("session", session, "image", Digest.ofText("other").value()));

        assertThat(entries()).isZero();
        assertThat(rejections()).hasSize(2).allSatisfy(each -> assertThat(each).contains("forged"));
    }

    @Test
    void takesNothingThatDidNotComeThroughTheGatewayWhateverItSaysOfItself() {
        var envelope = frame.objectNode().put("session", session).put("image", image);
        envelope.set("frame", frame);

        deliver(envelope.toString(), Map.of());
        deliver(frame.toString(), Map.of());
        deliver(envelope.toString(), Map.of("session", session, "image", image));

        assertThat(entries()).isZero();
        assertThat(rejections()).hasSize(2);
        assertThat(rejections()).anySatisfy(each -> assertThat(each).contains("unproved"));
    }

    @Test
    void parksWhatIsNoFrameUnderTheNameOfItsSender() {
        for (var body : List.of("", "nonsense", "{}", "[]")) {
            deliver(body, Map.of("session", session, "image", image));
        }

        assertThat(rejections())
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each).contains("\"sender\":\"" + session + "\""));
    }

    private int entries() {
        return new Profiles(profiles).of(new Digest(image)).entries().size();
    }

    private List<String> rejections() {
        return runtime.all("rejected#2026-01-02", "").stream().map(Row::document).toList();
    }

    private void deliver(String body, Map<String, String> attributes) {
        var message = new SQSEvent.SQSMessage();
        message.setMessageId("m");
        message.setBody(body);
        var all = new HashMap<String, MessageAttribute>();
        attributes.forEach((name, value) -> {
            var attribute = new MessageAttribute();
            attribute.setDataType("String");
            attribute.setStringValue(value);
            all.put(name, attribute);
        });
        message.setMessageAttributes(all);
        var event = new SQSEvent();
        event.setRecords(List.of(message));
        var ingestion =
                new Ingestion(
                        tables,
                        new MemoryQueue(),
                        Rejections.ofSqs(tables.runtime()),
                        Origin.attributes(),
                        Pace.THRIFTY,
                        CLOCK);
        var answer =
                new TelemetryIngestHandler(() -> ingestion, Lines.plain())
                        .handleRequest(event, new NoContext());
        assertThat(answer.getBatchItemFailures()).isEmpty();
    }
}
