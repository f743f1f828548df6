package dev.inlay.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.failure.PermanentFailure;

/// A tag that was made to point at an image: what the registry tells, and the work for
/// `instrument`, whose queue carries it as `{"repository", "tag", "digest"}`.
///
/// @param repository in the registry of this installation
/// @param tag of the source image
/// @param digest of its manifest or index
public record Push(String repository, String tag, Digest digest) {
    public Push {
        if (!ImageRef.isRepository(repository) || !ImageRef.isTag(tag)) {
            throw new PermanentFailure(
                    "push-malformed",
                    "reading a push: '"
                            + repository
                            + "' and '"
                            + tag
                            + "' are no repository and tag");
        }
    }

    /// Reads a message of the queue.
    public static Push parse(String body) {
        var message = JsonTree.object(body.getBytes(UTF_8), "an instrument message");
        return new Push(
                message.path("repository").asText(),
                message.path("tag").asText(),
                Digest.require(message.path("digest").asText(), "an instrument message"));
    }

    /// The message for the queue.
    public String body() {
        var message = JsonTree.newObject();
        message.put("repository", repository).put("tag", tag).put("digest", digest.value());
        return new String(JsonTree.bytes(message), UTF_8);
    }

    @Override
    public String toString() {
        return repository + ":" + tag + "@" + digest;
    }
}
