package dev.inlay.local;

import dev.inlay.local.sqlite.DeadLetters;
import dev.inlay.local.sqlite.SqliteQueue;
import dev.inlay.queue.Backlog;
import dev.inlay.queue.QueueName;
import java.util.List;
import java.util.stream.Stream;

/// The queues of the SQLite file, as people see them.
final class LocalBacklog implements Backlog {
    private final DeadLetters letters;
    private final SqliteQueue queues;

    LocalBacklog(DeadLetters letters, SqliteQueue queues) {
        this.letters = letters;
        this.queues = queues;
    }

    @Override
    public long redrive(String queue) {
        return queues.redrive(QueueName.valueOf(queue));
    }

    @Override
    public List<Depth> depths() {
        return Stream.of(QueueName.values())
                .map(queue -> {
                    var depth = letters.depth(queue);
                    return new Depth(queue.name(), depth.waiting(), depth.dead());
                })
                .toList();
    }

    @Override
    public List<GivenUp> givenUp(String queue, int limit) {
        return letters.peek(QueueName.valueOf(queue), limit).stream()
                .map(each -> new GivenUp(each.body(), each.sent(), each.died(), each.reason()))
                .toList();
    }
}
