package dev.inlay.eval;

import dev.inlay.behaviour.Container;
import dev.inlay.behaviour.Containers;
import dev.inlay.document.Json;
import dev.inlay.image.Digest;
import dev.inlay.queue.Queue;
import dev.inlay.queue.QueueName;
import dev.inlay.storage.Found;
import dev.inlay.storage.Unreadable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

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

    /// What a round came to.
    ///
    /// @param asked how many images
    /// @param unreadable containers of which nobody can say whether they run: their images are
    ///   asked for all the same
    record Round(int asked, List<Unreadable> unreadable) {}

    /// Asks for an evaluation of each, in messages of their own: one that fails keeps no other.
    Round begin() {
        var all = containers.all();
        var images = running(all);
        images.stream()
                .map(image -> Json.object().put("image", image.value()))
                .forEach(message -> queue.send(QueueName.EVALUATE, Json.write(message)));
        return new Round(images.size(), all.unreadable());
    }

    private List<Digest> running(Found<Container> all) {
        var since = clock.instant().minus(LATELY);
        var heard =
                all.read().stream()
                        .filter(container -> container.lastHeard().isAfter(since))
                        .map(Container::image);
        return Stream.concat(heard, all.unreadable().stream().map(Containers::image))
                .distinct()
                .toList();
    }
}
