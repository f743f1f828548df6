package dev.inlay.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.failure.PermanentFailure;

/// Sends work on. Delivery is at least once and in any order; receivers are the handlers, called by
/// Lambda or by the local loop with the same `SQSEvent`.
public interface Queue {
    /// Every adapter refuses more, so that what works on one machine works on AWS.
    int MAX_BODY_BYTES = 256 * 1_024;

    /// Returns when the message is durably stored. Throws `TransientFailure` when it could not be
    /// stored now and `PermanentFailure` when the body is empty, too large or holds a character
    /// that SQS refuses: controls but tab and line ends, halves of surrogate pairs, U+FFFE and
    /// U+FFFF. JSON has an escape for each of them.
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
        body.codePoints()
                .filter(character -> !isTaken(character))
                .findFirst()
                .ifPresent(character -> {
                    throw new PermanentFailure(
                            "message-characters",
                            "sending to the queue %s: a message cannot hold U+%04X; escape it in the JSON"
                                    .formatted(queue, character));
                });
    }

    /// JSON that holds the same and can be sent: the two characters that JSON has and queues have
    /// not stand inside of its strings, where an escape means the same.
    static String escaped(String json) {
        return json.replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff");
    }

    /// The characters of XML 1.0, which SQS keeps to.
    private static boolean isTaken(int character) {
        return character == '\t'
                || character == '\n'
                || character == '\r'
                || (character >= ' ' && character < Character.MIN_SURROGATE)
                || (character > Character.MAX_SURROGATE && character <= 0xfffd)
                || character > 0xffff;
    }
}
