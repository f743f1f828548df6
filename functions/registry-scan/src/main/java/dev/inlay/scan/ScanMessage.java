package dev.inlay.scan;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.ImageRef;
import dev.inlay.image.JsonTree;
import dev.inlay.image.Push;
import java.time.Instant;

/// What the queue brings.
sealed interface ScanMessage {
    /// A tag was made to point at something.
    record Pushed(Push push, Instant at) implements ScanMessage {}

    /// A tag, or an image with it, was deleted.
    record Deleted(Push push) implements ScanMessage {}

    /// A manifest was deleted, with all tags it may have had.
    record DeletedManifest(String repository, Digest digest) implements ScanMessage {}

    /// A person wants this tag instrumented, enrolled or not.
    record Manual(String repository, String tag) implements ScanMessage {}

    /// Look for what no event told of.
    record Sweep() implements ScanMessage {}

    /// What worked on the INSTRUMENT queue ended.
    record TaskEnded(String task) implements ScanMessage {}

    /// Nothing to do.
    record Ignored(String because) implements ScanMessage {}

    /// Reads the body of a message; a `PermanentFailure` when it is none of these.
    static ScanMessage parse(String body) {
        var message = JsonTree.object(body.getBytes(UTF_8), "a message of the scan queue");
        if (message.path("sweep").asBoolean()) {
            return new Sweep();
        }
        if (message.path("manual").isObject()) {
            var manual = message.path("manual");
            return manual(manual.path("repository").asText(), manual.path("tag").asText());
        }
        return message.path("detail-type").asText().equals(TaskEvent.TYPE)
                ? TaskEvent.read(message)
                : EcrEvent.read(message);
    }

    private static ScanMessage manual(String repository, String tag) {
        if (!ImageRef.isRepository(repository) || !ImageRef.isTag(tag)) {
            throw new PermanentFailure(
                    "request-malformed",
                    "reading a request to instrument: '"
                            + repository
                            + "' and '"
                            + tag
                            + "' are no repository and tag");
        }
        return new Manual(repository, tag);
    }
}
