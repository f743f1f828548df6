package dev.inlay.queue;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/// What waits in the queues, and what was given up on: the port behind a page for people.
public interface Backlog {
    /// All queues.
    List<Depth> depths();

    /// What a queue's messages were given up for, the newest first.
    ///
    /// @param queue one of those of `depths()`
    List<GivenUp> givenUp(String queue, int limit);

    /// What messages call a queue that `depths()` calls so.
    default Set<String> names(String queue) {
        return Set.of(queue);
    }

    /// Offers what was given up once more, as if it had just been sent.
    ///
    /// @param queue one of those of `depths()`
    /// @return how many messages
    long redrive(String queue);

    /// One queue.
    record Depth(String queue, long waiting, long givenUp) {}

    /// One message.
    ///
    /// @param body as it was sent
    /// @param reason of its last failure
    record GivenUp(String body, Instant sent, Instant died, String reason) {}
}
