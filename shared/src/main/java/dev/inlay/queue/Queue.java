package dev.inlay.queue;

/// Sends work on. Delivery is at least once and in any order; receivers are the handlers, called by
/// Lambda or by the local loop with the same `SQSEvent`.
public interface Queue {
    /// Returns when the message is durably stored.
    ///
    /// @param body text, at most 256 KB
    void send(QueueName queue, String body);
}
