package dev.inlay.behaviour;

import dev.inlay.document.Json;
import dev.inlay.image.Digest;
import dev.inlay.storage.Key;
import dev.inlay.storage.Row;
import dev.inlay.storage.Table;
import dev.inlay.storage.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The containers that were heard of lately, in the runtime table.
public final class Containers {
    /// How long a container that fell silent stays known: long enough to be asked about the next
    /// morning.
    public static final Duration KEPT = Duration.ofHours(36);

    private static final String IMAGES = "container-images";

    private final Table runtime;

    /// @param runtime the table of that name
    public Containers(Table runtime) {
        this.runtime = runtime;
    }

    /// Takes what a frame says of its container; saying it again, or older things, changes nothing
    /// but the time it was last heard.
    ///
    /// @return what is known of the container afterwards
    public Container heard(Container container) {
        return runtime.merge(
                        key(container.image(), container.session()),
                        container.lastHeard().plus(KEPT),
                        before ->
                                Optional.of(
                                        ContainerDocument.write(
                                                before.map(Containers::read)
                                                        .map(container::merge)
                                                        .orElse(container))))
                .map(Containers::read)
                .orElseThrow();
    }

    /// One container.
    public Optional<Container> get(Digest image, String session) {
        return runtime.get(key(image, session)).map(Row::document).map(Containers::read);
    }

    /// The containers of an image, whether they still run or fell silent lately.
    public List<Container> of(Digest image) {
        return runtime.all(partition(image), "").stream()
                .map(Row::document)
                .map(Containers::read)
                .toList();
    }

    /// All containers.
    public List<Container> all() {
        return runtime.all(IMAGES, "").stream()
                .map(row -> Digest.parse(row.key().sort()))
                .flatMap(Optional::stream)
                .flatMap(image -> of(image).stream())
                .toList();
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

    private static Container read(String document) {
        return ContainerDocument.read(document).stored("a container of the runtime table");
    }

    private static String partition(Digest image) {
        return "container#" + image;
    }

    private static Key key(Digest image, String session) {
        return new Key(partition(image), session);
    }
}
