package dev.inlay.aws.sns;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.document.Json;
import dev.inlay.failure.PermanentFailure;
import java.util.Map;

/// One message of a topic: JSON for programs, text for those who read it in a mail or on a phone.
///
/// @param subject of a mail: ASCII, at most 100 characters
/// @param letter for mail
/// @param line for a phone
/// @param json for everybody else: HTTPS, Lambda, SQS, Firehose
/// @param attributes that subscriptions filter by; empty values are left out, for SNS refuses them
record Notice(
        String subject, String letter, String line, String json, Map<String, String> attributes) {
    /// Everything together, as SNS counts it.
    static final int MAX_BYTES = 256 * 1_024;

    static final int MAX_SUBJECT = 100;
    private static final int MAX_ATTRIBUTE = 256;

    Notice {
        attributes = Map.copyOf(attributes);
    }

    /// The message of the structure `json`: a body for each protocol that needs its own.
    String message() {
        var bodies =
                Json.object()
                        .put("default", json)
                        .put("email", letter)
                        .put("sms", line)
                        .put("application", line);
        var message = Json.write(bodies);
        int length = message.getBytes(UTF_8).length;
        if (length > MAX_BYTES - attributes.size() * MAX_ATTRIBUTE) {
            throw new PermanentFailure(
                    "notice-too-large",
                    "publishing '%s': SNS takes %,d bytes, it has %,d"
                            .formatted(subject, MAX_BYTES, length));
        }
        return message;
    }

    /// How much is left for the JSON, which is a text inside of the message's JSON: at most twice
    /// as long there.
    static int room() {
        return MAX_BYTES / 3;
    }
}
