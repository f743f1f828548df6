package dev.inlay.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.failure.PermanentFailure;

/// Sends work on. Delivery is at least once and in any order; receivers are the handlers, called by
/// Lambda or by the local loop with the same `SQSEvent`.
public interface Queue {
    /// Every adapter refuses more, so that what works on one machine works on AWS.
    int MAX_BODY_BYTES = 256 * 1_024;

    /// Returns when the message is durably stored. Throws `TransientFailure` when it could not be
    /// stored now and `PermanentFailure` when the body is empty or too large.
    ///
    /// @param body text, at most 256 KB
    void send(QueueName queue, String body);

    /// The limits of `send`, for adapters.
    static void check(QueueName queue, String body) {
        int length = body.getBytes(UTF_8).length;
        if (length == 0 || length > MAX_BODY_BYTES) {
            throw new PermanentFailure(
                    "message-size",
                    "sending %,d bytes to the queue %s: a message has 1 to %,d bytes"
                            .formatted(length, queue, MAX_BODY_BYTES));
        }
    }
}
