package dev.inlay.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Engines written in Go take `entrypoint` for `Entrypoint` (`encoding/json` compares names without
/// case). We do not, and would put ours beside it: what then counts is whichever comes last.
final class Spelling {
    private static final Set<String> MANIFEST =
            Set.of(
                    "schemaVersion",
                    "mediaType",
                    "artifactType",
                    "config",
                    "layers",
                    "manifests",
                    "subject",
                    "annotations");
    private static final Set<String> DESCRIPTOR =
            Set.of("mediaType", "digest", "size", "urls", "data", "platform", "annotations");
    private static final Set<String> CONFIGURATION =
            Set.of("architecture", "os", "variant", "config", "rootfs", "history");
    private static final Set<String> ROOTFS = Set.of("type", "diff_ids");
    private static final Set<String> CONFIG =
            Set.of("Entrypoint", "Cmd", "Labels", "User", "Env", "Healthcheck", "ExposedPorts");

    private Spelling() {}

    /// What in a manifest or index others read as something else, in words.
    static Optional<String> ofManifest(JsonNode tree) {
        var found = other(tree, MANIFEST).or(() -> other(tree.path("config"), DESCRIPTOR)).stream();
        var entries =
                List.of("layers", "manifests").stream()
                        .flatMap(list -> tree.path(list).valueStream())
                        .map(entry -> other(entry, DESCRIPTOR))
                        .flatMap(Optional::stream);
        return Stream.concat(found, entries).findFirst();
    }

    /// The same of an image's configuration.
    static Optional<String> ofConfiguration(JsonNode tree) {
        return other(tree, CONFIGURATION)
                .or(() -> other(tree.path("rootfs"), ROOTFS))
                .or(() -> other(tree.path("config"), CONFIG));
    }

    private static Optional<String> other(JsonNode object, Set<String> names) {
        return object.propertyStream()
                .map(Map.Entry::getKey)
                .filter(key -> !names.contains(key))
                .flatMap(key ->
                        names.stream()
                                .filter(key::equalsIgnoreCase)
                                .map(name -> "engines take its '%s' for '%s'".formatted(key, name)))
                .findFirst();
    }
}
