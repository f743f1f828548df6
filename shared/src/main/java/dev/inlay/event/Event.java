package dev.inlay.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/// One event.
///
/// @param resources what it is about (an image's digest, a task's ARN): at most 10
/// @param detail at most 250 KB of JSON
public record Event(EventName name, Instant time, List<String> resources, ObjectNode detail) {
    /// What everything but the detail has at most.
    public static final int MAX_ENVELOPE_BYTES = 6 * 1_024;

    private static final int MAX_RESOURCES = 10;
    private static final int MAX_RESOURCE = 512;

    public Event {
        resources = List.copyOf(resources);
        if (resources.size() > MAX_RESOURCES
                || resources.stream().anyMatch(each -> each.length() > MAX_RESOURCE)) {
            throw new IllegalArgumentException(
                    "an event is about at most %d things of %d characters, got %s"
                            .formatted(MAX_RESOURCES, MAX_RESOURCE, resources));
        }
    }
}
