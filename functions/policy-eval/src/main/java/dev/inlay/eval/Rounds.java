package dev.inlay.eval;

import dev.inlay.behaviour.Container;
import dev.inlay.behaviour.Containers;
import dev.inlay.document.Json;
import dev.inlay.image.Digest;
import dev.inlay.queue.Queue;
import dev.inlay.queue.QueueName;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// Goes round all images that run: a domain settles when its time has come, which no frame tells.
final class Rounds {
    /// A container that says nothing new speaks every five minutes.
    private static final Duration LATELY = Duration.ofMinutes(10);

    private final Containers containers;
    private final Queue queue;
    private final InstantSource clock;

    Rounds(Containers containers, Queue queue, InstantSource clock) {
        this.containers = containers;
        this.queue = queue;
        this.clock = clock;
    }

    /// Asks for an evaluation of each, in messages of their own: one that fails keeps no other.
    ///
    /// @return how many
    int begin() {
        var images = running();
        images.stream()
                .map(image -> Json.object().put("image", image.value()))
                .forEach(message -> queue.send(QueueName.EVALUATE, Json.write(message)));
        return images.size();
    }

    private List<Digest> running() {
        var since = clock.instant().minus(LATELY);
        return containers.all().stream()
                .filter(container -> container.lastHeard().isAfter(since))
                .map(Container::image)
                .distinct()
                .toList();
    }
}
