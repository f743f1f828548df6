package dev.inlay.aws.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.aws.Connection;
import dev.inlay.aws.JsonApi;
import dev.inlay.aws.JsonCall;
import dev.inlay.document.Json;
import dev.inlay.event.Event;
import dev.inlay.event.Events;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import java.util.Set;

/// Puts events on a bus. A 200 of EventBridge says nothing of the entry: what became of it is asked
/// for.
public final class EventBus implements Events {
    /// Of all events of this product.
    public static final String SOURCE = "dev.inlay";

    /// Source, detail type, resources and detail of an entry together.
    private static final int MAX_BYTES = 256 * 1_024;

    private static final Set<String> LATER = Set.of("InternalFailure", "ThrottlingException");

    private final JsonCall bridge;
    private final String bus;

    /// @param bus its name
    public EventBus(Connection connection, String bus) {
        this.bridge = new JsonCall(connection, JsonApi.EVENTBRIDGE);
        this.bus = bus;
    }

    @Override
    public void tell(Event event) {
        var attempt = "putting a '%s' on the bus %s".formatted(event.name().word(), bus);
        var request = Json.object();
        request.putArray("Entries")
                .addObject()
                .put("EventBusName", bus)
                .put("Source", SOURCE)
                .put("DetailType", event.name().word())
                .put("Time", event.time().getEpochSecond())
                .put("Detail", detail(attempt, event.detail()))
                .set("Resources", Json.texts(event.resources()));
        var answer = bridge.ask(attempt, "PutEvents", request);
        if (answer.path("FailedEntryCount").asInt() > 0) {
            throw refused(attempt, answer.path("Entries").path(0));
        }
    }

    private static String detail(String attempt, ObjectNode detail) {
        var text = Json.write(detail);
        int length = text.getBytes(UTF_8).length;
        if (length > MAX_BYTES - Event.MAX_ENVELOPE_BYTES) {
            throw new PermanentFailure(
                    "event-too-large",
                    "%s: EventBridge takes %,d bytes, its detail alone has %,d"
                            .formatted(attempt, MAX_BYTES, length));
        }
        return text;
    }

    private static RuntimeException refused(String attempt, JsonNode entry) {
        var code = entry.path("ErrorCode").asText();
        var said =
                "%s: EventBridge said %s: %s"
                        .formatted(attempt, code, entry.path("ErrorMessage").asText());
        return LATER.contains(code)
                ? new TransientFailure("event-failed", said + "; try again later")
                : new PermanentFailure("event-refused", said + "; check the bus and its policy");
    }
}
