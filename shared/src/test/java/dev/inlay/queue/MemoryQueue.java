package dev.inlay.queue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The queue's twin for tests: keeps what was sent until it is taken.
public final class MemoryQueue implements Queue {
    private final Map<QueueName, List<String>> sent = new EnumMap<>(QueueName.class);

    @Override
    public synchronized void send(QueueName queue, String body) {
        Queue.check(queue, body);
        sent.computeIfAbsent(queue, _ -> new ArrayList<>()).add(body);
    }

    /// What was sent and not taken yet, oldest first; it is gone afterwards.
    public synchronized List<String> take(QueueName queue) {
        var bodies = sent.remove(queue);
        return bodies == null ? List.of() : List.copyOf(bodies);
    }
}
