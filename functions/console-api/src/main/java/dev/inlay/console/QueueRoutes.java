package dev.inlay.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Json;
import dev.inlay.queue.Backlog;
import dev.inlay.queue.Rejections;
import dev.inlay.storage.Found;
import dev.inlay.storage.Unreadable;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;

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
        var unreadable = new LinkedHashSet<Unreadable>();
        answer.set(
                "queues",
                Json.list(
                        backlog.depths(),
                        depth -> {
                            var rejected = rejected(depth.queue());
                            unreadable.addAll(rejected.unreadable());
                            return write(depth, rejected.read());
                        }));
        answer.set("unreadable", UnreadableJson.write(List.copyOf(unreadable)));
        return Answer.ok(answer);
    }

    private Found<Rejections.Rejected> rejected(String queue) {
        return rejections.of(backlog.names(queue), SHOWN, clock.instant());
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

    private ObjectNode write(Backlog.Depth depth, List<Rejections.Rejected> rejected) {
        var to =
                Json.object()
                        .put("queue", depth.queue())
                        .put("waiting", depth.waiting())
                        .put("givenUp", depth.givenUp());
        to.set("latest", Json.list(backlog.givenUp(depth.queue(), SHOWN), QueueRoutes::write));
        to.set("rejected", Json.list(rejected, QueueRoutes::write));
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
