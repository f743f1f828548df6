package dev.inlay.local.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.inlay.image.Classification;
import dev.inlay.image.Classifier;
import dev.inlay.image.Digest;
import dev.inlay.image.JsonTree;
import dev.inlay.image.Manifest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// `manifest.json`, for those who do not read layouts, among them Docker's older way to keep
/// images: each image once, with all its names.
final class ImageList {
    private final DockerArchive archive;
    private final Classifier classifier = new Classifier(Set.of());

    ImageList(DockerArchive archive) {
        this.archive = archive;
    }

    ArrayNode of(LayoutIndex index) {
        var names = new LinkedHashMap<Digest, ArrayNode>();
        var list = JsonTree.newObject().putArray("images");
        index.entries()
                .filter(entry -> !entry.has("artifactType"))
                .forEach(entry -> add(entry, names, list));
        return list;
    }

    private void add(JsonNode entry, Map<Digest, ArrayNode> names, ArrayNode list) {
        LayoutIndex.digest(entry)
                .flatMap(this::loadable)
                .ifPresent(manifest -> {
                    var tags = names.computeIfAbsent(manifest.digest(), _ -> image(list, manifest));
                    var name = entry.path("annotations").path(LayoutIndex.NAME).asText();
                    if (!name.isEmpty()) {
                        tags.add(name);
                    }
                });
    }

    /// Of several platforms the first one that is there as a whole: in this list a name stands for
    /// one image.
    private Optional<Manifest> loadable(Digest digest) {
        var manifest = archive.store().manifest("", digest);
        if (manifest.isEmpty() || !manifest.get().isIndex()) {
            return manifest.filter(this::isWhole);
        }
        return manifest.get()
                .tree()
                .path("manifests")
                .valueStream()
                .map(LayoutIndex::digest)
                .flatMap(Optional::stream)
                .map(child -> archive.store().manifest("", child))
                .flatMap(Optional::stream)
                .filter(this::isWhole)
                .findFirst();
    }

    private boolean isWhole(Manifest manifest) {
        var tree = manifest.tree();
        return classifier.classify(manifest) instanceof Classification.Single
                && Stream.concat(Stream.of(tree.path("config")), tree.path("layers").valueStream())
                        .allMatch(
                                part -> LayoutIndex.digest(part).filter(archive::has).isPresent());
    }

    private static ArrayNode image(ArrayNode list, Manifest manifest) {
        var tree = manifest.tree();
        var image = list.addObject().put("Config", path(tree.path("config")));
        var tags = image.putArray("RepoTags");
        var layers = image.putArray("Layers");
        tree.path("layers").forEach(layer -> layers.add(path(layer)));
        return tags;
    }

    private static String path(JsonNode descriptor) {
        return DockerArchive.BLOBS + LayoutIndex.digest(descriptor).map(Digest::hex).orElse("");
    }
}
