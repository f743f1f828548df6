package dev.inlay.aws.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.aws.AwsFailure;
import dev.inlay.aws.Connection;
import dev.inlay.document.Json;
import dev.inlay.event.Event;
import dev.inlay.event.Events;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import java.util.Set;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/// Puts events on a bus. A 200 of EventBridge says nothing of the entry: what became of it is asked
/// for.
public final class EventBus implements Events {
    /// Of all events of this product.
    public static final String SOURCE = "dev.inlay";

    /// Source, detail type, resources and detail of an entry together.
    private static final int MAX_BYTES = 256 * 1_024;

    private static final Set<String> LATER = Set.of("InternalFailure", "ThrottlingException");

    private final EventBridgeClient client;
    private final String bus;

    /// @param bus its name
    public EventBus(Connection connection, String bus) {
        this.client = connection.client(EventBridgeClient.builder());
        this.bus = bus;
    }

    @Override
    public void tell(Event event) {
        var attempt = "putting a '%s' on the bus %s".formatted(event.name().word(), bus);
        var entry =
                PutEventsRequestEntry.builder()
                        .eventBusName(bus)
                        .source(SOURCE)
                        .detailType(event.name().word())
                        .resources(event.resources())
                        .time(event.time())
                        .detail(detail(attempt, event.detail()))
                        .build();
        var request = PutEventsRequest.builder().entries(entry).build();
        var answer = AwsFailure.call(attempt, () -> client.putEvents(request));
        if (answer.failedEntryCount() > 0) {
            throw refused(attempt, answer.entries().getFirst());
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

    private static RuntimeException refused(String attempt, PutEventsResultEntry entry) {
        var said =
                "%s: EventBridge said %s: %s"
                        .formatted(attempt, entry.errorCode(), entry.errorMessage());
        return LATER.contains(entry.errorCode())
                ? new TransientFailure("event-failed", said + "; try again later")
                : new PermanentFailure("event-refused", said + "; check the bus and its policy");
    }
}
