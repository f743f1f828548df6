package dev.inlay.behaviour;

import dev.inlay.document.Json;
import dev.inlay.document.Reading;
import dev.inlay.image.Digest;
import dev.inlay.storage.Found;
import dev.inlay.storage.Joined;
import dev.inlay.storage.Joint;
import dev.inlay.storage.Key;
import dev.inlay.storage.Table;
import dev.inlay.storage.Unreadable;
import dev.inlay.storage.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The containers that were heard of lately, in the runtime table.
public final class Containers {
    /// How long a container that fell silent stays known: long enough to be asked about the next
    /// morning.
    public static final Duration KEPT = Duration.ofHours(36);

    private static final String IMAGES = "container-images";
    private static final String PARTITION = "container#";

    private final Table runtime;
    private final Joint<Container> joint;

    /// @param runtime the table of that name
    public Containers(Table runtime) {
        this.runtime = runtime;
        this.joint = new Joint<>(runtime, "container", Containers::read, ContainerDocument::write);
    }

    /// Takes what a frame says of its container; saying it again, or older things, changes nothing
    /// but the time it was last heard. Of what is stored and cannot be read only the time it was
    /// first heard is forgotten: the frame says the rest anew.
    ///
    /// @return what is known of the container afterwards
    public Joined<Container> heard(Container container) {
        return joint.join(
                key(container.image(), container.session()),
                Optional.of(container.lastHeard().plus(KEPT)),
                before -> before.map(container::merge).orElse(container));
    }

    /// One container; empty as well where what is stored of it cannot be read.
    public Optional<Container> get(Digest image, String session) {
        return runtime.get(key(image, session)).map(joint::read).flatMap(Reading::found);
    }

    /// The containers of an image, whether they still run or fell silent lately.
    public Found<Container> of(Digest image) {
        return Found.of("container", runtime.all(partition(image), ""), joint::read);
    }

    /// All containers.
    public Found<Container> all() {
        return Found.of(
                runtime.all(IMAGES, "").stream()
                        .map(row -> Digest.parse(row.key().sort()))
                        .flatMap(Optional::stream)
                        .map(this::of)
                        .toList());
    }

    /// Of which image a container is that cannot be read.
    public static Digest image(Unreadable container) {
        return new Digest(container.key().partition().substring(PARTITION.length()));
    }

    /// Makes an image's containers part of `all()`. Once for each image is enough.
    public void remember(Digest image, Instant now) {
        runtime.write(
                new Write.Put(
                        new Key(IMAGES, image.value()),
                        Json.write(Json.object().put("heard", Json.time(now))),
                        Optional.of(now.plus(KEPT).plus(KEPT)),
                        new Write.Condition.Always()));
    }

    private static Reading<Container> read(Key key, String document) {
        return ContainerDocument.read(document)
                .only(
                        each -> key.equals(key(each.image(), each.session())),
                        "it is another container's");
    }

    private static String partition(Digest image) {
        return PARTITION + image;
    }

    private static Key key(Digest image, String session) {
        return new Key(partition(image), session);
    }
}
