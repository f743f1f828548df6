package dev.inlay.coverage;

import dev.inlay.behaviour.Container;
import dev.inlay.behaviour.FrameReader;
import dev.inlay.document.Examples;
import dev.inlay.document.Json;
import dev.inlay.image.Digest;
import dev.inlay.image.Enrolment;
import dev.inlay.image.Image;
import dev.inlay.image.LazyLoading;
import dev.inlay.image.Platform;
import dev.inlay.image.Progress;
import dev.inlay.image.Trail;
import dev.inlay.storage.Found;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What runs, what the catalog has and what sensors say, for tests.
public final class Sightings {
    public static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");
    public static final String REGISTRY = "registry.example.com:5000";
    public static final Digest SOURCE = Digest.ofText("source");
    public static final Digest INSTRUMENTED = Digest.ofText("instrumented");
    public static final String TASK = "arn:aws:ecs:eu-central-1:111122223333:task/shop/1";

    private Sightings() {}

    /// The image `shop/web:1.4`, of which `shop/web:1.4-inlay` was made.
    public static Image image() {
        var published =
                new TreeMap<>(
                        java.util.Map.of(
                                "1.4",
                                new Image.Published("1.4-inlay", INSTRUMENTED, "0.1.0", NOW)));
        return image(new Progress.Done(), published);
    }

    public static Image image(Progress progress, SortedMap<String, Image.Published> published) {
        return new Image(
                "shop/web",
                SOURCE,
                new TreeSet<>(List.of("1.4")),
                published.isEmpty()
                        ? List.of()
                        : List.of(
                                new Image.Member(
                                        new Platform("linux", "amd64", ""),
                                        SOURCE,
                                        Optional.of(INSTRUMENTED),
                                        Optional.empty(),
                                        new LazyLoading.None())),
                progress,
                published,
                new Trail(NOW, NOW, Optional.empty(), List.of()));
    }

    /// A container of the service `web` that has run for an hour.
    public static Running running(String reference, Digest digest) {
        return new Running(
                "shop",
                Optional.of("web"),
                TASK,
                "app",
                Optional.empty(),
                reference,
                Optional.of(digest),
                List.of(),
                NOW.minusSeconds(3_600));
    }

    public static Running instrumented() {
        return running(REGISTRY + "/shop/web:1.4-inlay", INSTRUMENTED);
    }

    /// A container as its sensor tells of it.
    public static Container heard(String session, String task, Instant lastHeard) {
        return container(session, "host", Optional.of(task), lastHeard, false);
    }

    public static Container container(
            String session,
            String hostname,
            Optional<String> task,
            Instant lastHeard,
            boolean ended) {
        var frame = Examples.tree("frame.json");
        var placement = Json.object().put("hostname", hostname).put("started", Json.time(NOW));
        task.ifPresent(arn -> placement.put("task", arn).put("name", "app").put("cluster", "shop"));
        ((com.fasterxml.jackson.databind.node.ObjectNode) frame)
                .put("session", session)
                .put("ended", ended)
                .set("container", placement);
        return Container.of(
                FrameReader.read(frame.toString()).stored("the example frame"), lastHeard);
    }

    public static Known known(List<Container> heard) {
        return known(List.of(Enrolment.of("shop/*")), List.of(image()), heard);
    }

    public static Known known(
            List<Enrolment> enrolments, List<Image> images, List<Container> heard) {
        return new Known(REGISTRY, Found.whole(enrolments), images, heard, java.util.Set.of());
    }
}
