package dev.inlay.image;

import static java.nio.charset.StandardCharsets.UTF_8;

/// The work for `instrument`, whose queue carries it as `{"repository", "tag", "digest",
/// "requested"}`.
///
/// @param requested whether somebody asked for this very image, which no enrolment has to cover
public record Order(Push push, boolean requested) {
    /// Reads a message of the queue.
    public static Order parse(String body) {
        var message = JsonTree.object(body.getBytes(UTF_8), "an instrument message");
        var push =
                new Push(
                        message.path("repository").asText(),
                        message.path("tag").asText(),
                        Digest.require(message.path("digest").asText(), "an instrument message"));
        return new Order(push, message.path("requested").asBoolean());
    }

    /// The message for the queue.
    public String body() {
        var message = JsonTree.newObject();
        message.put("repository", push.repository())
                .put("tag", push.tag())
                .put("digest", push.digest().value())
                .put("requested", requested);
        return new String(JsonTree.bytes(message), UTF_8);
    }
}
