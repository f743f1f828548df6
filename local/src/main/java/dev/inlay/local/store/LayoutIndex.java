package dev.inlay.local.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.Manifest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The list of a layout's images: which tag stands for what.
final class LayoutIndex {
    static final String TAG = "org.opencontainers.image.ref.name";

    /// The full name, which Docker and BuildKit write beside the tag.
    static final String NAME = "io.containerd.image.name";

    private static final String LATEST = "latest";

    private final ObjectNode tree;

    /// @param tree is changed
    LayoutIndex(ObjectNode tree) {
        this.tree = tree;
    }

    ObjectNode tree() {
        return tree;
    }

    /// What a tag stands for; a `PermanentFailure` when it stands for several things. An image
    /// without a tag is the latest where there is no other.
    Optional<Digest> find(String tag) {
        var found =
                only(
                        entries().filter(entry -> tag(entry).equals(tag)),
                        "several images have tag " + tag);
        return found.isPresent() || !tag.equals(LATEST) || !tags().isEmpty()
                ? found
                : only().flatMap(LayoutIndex::digest);
    }

    /// The one image of a layout that has no more.
    Optional<JsonNode> only() {
        var images = entries().filter(entry -> !entry.has("artifactType")).toList();
        return images.size() == 1 ? Optional.of(images.getFirst()) : Optional.empty();
    }

    List<String> tags() {
        return entries().map(LayoutIndex::tag).filter(tag -> !tag.isEmpty()).sorted().toList();
    }

    /// The repository's full name, when somebody wrote it down.
    Optional<String> repository() {
        return entries()
                .map(entry -> entry.path("annotations").path(NAME).asText())
                .filter(name -> name.lastIndexOf(':') > name.lastIndexOf('/'))
                .map(name -> name.substring(0, name.lastIndexOf(':')))
                .findFirst();
    }

    Optional<String> mediaType(Digest digest) {
        return entries()
                .filter(entry -> digest(entry).filter(digest::equals).isPresent())
                .map(entry -> entry.path("mediaType").asText())
                .filter(type -> !type.isEmpty())
                .findFirst();
    }

    Stream<Digest> digests() {
        return entries().map(LayoutIndex::digest).flatMap(Optional::stream).distinct();
    }

    /// Makes a tag stand for a manifest and nothing else. What it stood for stays in the list.
    void tag(String tag, Manifest manifest) {
        if (entries()
                .anyMatch(each ->
                        tag(each).equals(tag)
                                && digest(each).filter(manifest.digest()::equals).isPresent())) {
            return;
        }
        var name = repository();
        for (var entry : entries().filter(each -> tag(each).equals(tag)).toList()) {
            if (entry.path("annotations") instanceof ObjectNode annotations) {
                annotations.remove(List.of(TAG, NAME));
            }
        }
        var annotations = add(manifest).putObject("annotations");
        name.ifPresent(repository -> annotations.put(NAME, repository + ":" + tag));
        annotations.put(TAG, tag);
    }

    /// Lists a manifest that is about another one.
    void refer(Manifest manifest) {
        if (digests().noneMatch(manifest.digest()::equals)) {
            var about = manifest.tree();
            add(manifest).put("artifactType", about.path("artifactType").asText());
        }
    }

    private ObjectNode add(Manifest manifest) {
        return tree.withArray("manifests")
                .addObject()
                .put("mediaType", manifest.mediaType())
                .put("digest", manifest.digest().value())
                .put("size", manifest.bytes().length);
    }

    Stream<JsonNode> entries() {
        return tree.path("manifests") instanceof ArrayNode list
                ? list.valueStream().filter(JsonNode::isObject)
                : Stream.empty();
    }

    private static Optional<Digest> only(Stream<JsonNode> entries, String otherwise) {
        var digests =
                entries.map(LayoutIndex::digest).flatMap(Optional::stream).distinct().toList();
        if (digests.size() > 1) {
            throw new PermanentFailure("layout-ambiguous", "reading a layout: " + otherwise);
        }
        return digests.stream().findFirst();
    }

    static String tag(JsonNode entry) {
        return tag(entry.path("annotations").path(TAG).asText());
    }

    /// Some write the full name in its place: `docker.io/shop/web:1.4`.
    static String tag(String name) {
        int slash = name.lastIndexOf('/');
        int colon = name.lastIndexOf(':');
        if (colon > slash) {
            return name.substring(colon + 1);
        }
        return slash < 0 ? name : LATEST;
    }

    static Optional<Digest> digest(JsonNode entry) {
        return Digest.parse(entry.path("digest").asText());
    }
}
