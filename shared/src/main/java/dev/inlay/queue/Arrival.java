package dev.inlay.queue;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How a message came to its handler, as events of SQS tell it; the local loop tells the same.
///
/// @param queue in which the ARN ends; empty where the event names none
/// @param receives how often it was offered, this time included
public record Arrival(String queue, int receives) {
    private static final String RECEIVES = "ApproximateReceiveCount";

    /// What an event says of one of its messages.
    ///
    /// @param arn of the queue
    /// @param attributes those that the queue itself writes
    public static Arrival of(@Nullable String arn, @Nullable Map<String, String> attributes) {
        var source = Objects.requireNonNullElse(arn, "");
        var count = attributes == null ? "1" : attributes.getOrDefault(RECEIVES, "1");
        return new Arrival(
                source.substring(source.lastIndexOf(':') + 1),
                count.matches("[0-9]{1,9}") ? Integer.parseInt(count) : 1);
    }
}
