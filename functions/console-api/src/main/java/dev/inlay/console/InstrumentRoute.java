package dev.inlay.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Json;
import dev.inlay.document.Reading;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.ImageRef;
import dev.inlay.queue.Queue;
import dev.inlay.queue.QueueName;

/// A person wants an image instrumented now, enrolled or not.
final class InstrumentRoute {
    private static final int MAX_BODY = 4 * 1_024;
    private static final String WHAT = "instrumenting an image";

    private final Queue queue;

    InstrumentRoute(Queue queue) {
        this.queue = queue;
    }

    Answer order(Request request) {
        return switch (Json.read(request.body(), MAX_BODY, from -> from.text("reference", 1_024))) {
            case Reading.Malformed<String>(var because) ->
                    Problem.malformed(WHAT, because).answer();
            case Reading.Read<String>(var reference) -> order(reference);
        };
    }

    private Answer order(String text) {
        ImageRef reference;
        try {
            reference = ImageRef.parse(text);
        } catch (PermanentFailure e) {
            return Problem.malformed(WHAT, String.valueOf(e.getMessage())).answer();
        }
        if (reference.tag().isEmpty()) {
            return Problem.malformed(WHAT + " " + text, "work is done by tag: name one").answer();
        }
        var repository = repository(text, reference);
        queue.send(QueueName.SCAN, Json.write(message(repository, reference.tag().get())));
        return Answer.json(
                202, Json.object().put("repository", repository).put("tag", reference.tag().get()));
    }

    /// The control plane watches one registry, so a name without a host is one of its repositories
    /// and not Docker Hub's `library`.
    private static String repository(String text, ImageRef reference) {
        var prefix = "library/";
        boolean added = reference.repository().startsWith(prefix) && !text.contains(prefix);
        return added ? reference.repository().substring(prefix.length()) : reference.repository();
    }

    private static ObjectNode message(String repository, String tag) {
        var message = Json.object();
        message.putObject("manual").put("repository", repository).put("tag", tag);
        return message;
    }
}
