package dev.inlay.census;

import dev.inlay.behaviour.Container;
import dev.inlay.behaviour.Containers;
import dev.inlay.coverage.Known;
import dev.inlay.coverage.Placed;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Image;
import dev.inlay.image.ImageRef;
import dev.inlay.image.Images;
import dev.inlay.storage.Found;
import dev.inlay.storage.Tables;
import dev.inlay.storage.Unreadable;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Collects what the tables know of what runs, or would.
final class Knowledge {
    /// The images of one repository that a tag is looked for in.
    private static final int MAX_OF_REPOSITORY = 500;

    private final String registry;
    private final Images images;
    private final Enrolments enrolments;
    private final Containers containers;

    Knowledge(Tables tables, String registry, InstantSource clock) {
        this.registry = registry;
        this.images = new Images(tables.catalog(), clock);
        this.enrolments = new Enrolments(tables.catalog());
        this.containers = new Containers(tables.runtime());
    }

    Found<Container> heard() {
        return containers.all();
    }

    /// Enrolments of which nobody knows what they want.
    List<Unreadable> unreadable() {
        return enrolments.all().unreadable();
    }

    /// @param heard sensors that are looked for
    /// @param seen hostnames that ran here before
    Known of(List<? extends Placed> placed, List<Container> heard, Set<String> seen) {
        Map<String, Image> found = new LinkedHashMap<>();
        placed.stream()
                .map(Placed::digest)
                .flatMap(Optional::stream)
                .distinct()
                .flatMap(digest -> images.having(digest).stream())
                .forEach(image -> found.put(image.id(), image));
        var all = enrolments.all();
        placed.stream()
                .map(Placed::image)
                .flatMap(Optional::stream)
                .map(ImageRef::repository)
                .distinct()
                .filter(repository ->
                        all.read().stream()
                                .anyMatch(each -> each.repositories().matches(repository)))
                .flatMap(repository -> images.in(repository, MAX_OF_REPOSITORY).stream())
                .forEach(image -> found.putIfAbsent(image.id(), image));
        return new Known(registry, all, found.values(), heard, seen);
    }
}
