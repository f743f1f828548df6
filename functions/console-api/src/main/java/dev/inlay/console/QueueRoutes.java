package dev.inlay.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Json;
import dev.inlay.queue.Backlog;
import dev.inlay.queue.Rejections;
import java.time.InstantSource;

/// What waits, and what was given up on and why.
final class QueueRoutes {
    /// As many given up messages of a queue as somebody reads.
    private static final int SHOWN = 20;

    private final Backlog backlog;
    private final Rejections rejections;
    private final InstantSource clock;

    QueueRoutes(Backlog backlog, Rejections rejections, InstantSource clock) {
        this.backlog = backlog;
        this.rejections = rejections;
        this.clock = clock;
    }

    Answer list(Request request) {
        var answer = Json.object();
        answer.set("queues", Json.list(backlog.depths(), this::write));
        return Answer.ok(answer);
    }

    Answer redrive(Request request) {
        var queue = request.parameter("queue");
        if (backlog.depths().stream().noneMatch(depth -> depth.queue().equals(queue))) {
            return Problem.notFound(
                            "offering again what the queue " + queue + " gave up",
                            "there is no queue of that name",
                            "'inlay queues' lists them")
                    .answer();
        }
        var answer = Json.object().put("queue", queue);
        return Answer.json(202, answer.put("redriven", backlog.redrive(queue)));
    }

    private ObjectNode write(Backlog.Depth depth) {
        var to =
                Json.object()
                        .put("queue", depth.queue())
                        .put("waiting", depth.waiting())
                        .put("givenUp", depth.givenUp());
        to.set("latest", Json.list(backlog.givenUp(depth.queue(), SHOWN), QueueRoutes::write));
        var names = backlog.names(depth.queue());
        to.set(
                "rejected",
                Json.list(rejections.of(names, SHOWN, clock.instant()), QueueRoutes::write));
        return to;
    }

    private static ObjectNode write(Rejections.Rejected message) {
        return Json.object()
                .put("sender", message.sender())
                .put("reason", message.because())
                .put("count", message.count())
                .put("last", Json.time(message.last()))
                .put("body", message.body());
    }

    private static ObjectNode write(Backlog.GivenUp message) {
        return Json.object()
                .put("body", message.body())
                .put("sent", Json.time(message.sent()))
                .put("died", Json.time(message.died()))
                .put("reason", message.reason());
    }
}
