package dev.inlay.image;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// From the index of an instrumented image back to one of its originals. Attestations that left the
/// index when it was instrumented are not in it: nobody knows any more what they were.
public final class IndexRestoration {
    private IndexRestoration() {}

    /// The manifests an index refers to.
    public static List<Digest> children(Manifest index) {
        return index.tree()
                .path("manifests")
                .valueStream()
                .map(entry -> Digest.parse(entry.path("digest").asText()))
                .flatMap(Optional::stream)
                .toList();
    }

    /// The index it says it was made from.
    public static Optional<Digest> source(Manifest index) {
        return Digest.parse(index.tree().path("annotations").path(Labels.SOURCE_DIGEST).asText());
    }

    /// The same index with the originals in the places of what was made of them.
    ///
    /// @param originals by the digest of what was made of them
    public static Manifest of(Manifest index, Map<Digest, Manifest> originals) {
        var tree = index.tree();
        for (var each : tree.path("manifests")) {
            var original =
                    Digest.parse(each.path("digest").asText())
                            .flatMap(digest -> Optional.ofNullable(originals.get(digest)));
            if (original.isPresent() && each instanceof ObjectNode entry) {
                entry.put("digest", original.get().digest().value())
                        .put("size", original.get().bytes().length);
            }
        }
        if (tree.get("annotations") instanceof ObjectNode annotations) {
            annotations.properties().removeIf(each -> each.getKey().startsWith(Labels.PREFIX));
            if (annotations.isEmpty()) {
                tree.remove("annotations");
            }
        }
        return new Manifest(JsonTree.bytes(tree), index.mediaType());
    }
}
