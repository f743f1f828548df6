package dev.inlay.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/// From an index to one that lists the instrumented manifests in the places of their sources.
public final class IndexMutation {
    private IndexMutation() {}

    /// The index of the instrumented image.
    ///
    /// @param twins by source digest
    /// @param dropped entries that leave the index
    /// @param source repository and tag, for people
    public static Manifest apply(
            Manifest index,
            Map<Digest, Manifest> twins,
            Set<Digest> dropped,
            String source,
            String sensorVersion) {
        var tree = index.tree();
        var entries = tree.withArray("manifests");
        for (int at = entries.size() - 1; at >= 0; at--) {
            var digest = new Digest(entries.path(at).path("digest").asText());
            var twin = twins.get(digest);
            if (dropped.contains(digest)) {
                entries.remove(at);
            } else if (twin != null && entries.path(at) instanceof ObjectNode entry) {
                entry.put("digest", twin.digest().value()).put("size", twin.bytes().length);
                entry.remove("data");
                entry.remove("urls");
            } else {
                follow(entries.path(at).path("annotations"), twins);
            }
        }
        if (index.mediaType().equals(MediaType.OCI_INDEX)) {
            annotate(tree, index.digest(), source, sensorVersion);
        }
        return new Manifest(JsonTree.bytes(tree), index.mediaType());
    }

    /// A SOCI index says which manifest it is for; from now on it is for that one's twin.
    private static void follow(JsonNode annotations, Map<Digest, Manifest> twins) {
        var served = Digest.parse(annotations.path(SociIndex.SERVED_MANIFEST).asText());
        var twin = served.map(twins::get);
        if (twin.isPresent() && annotations instanceof ObjectNode object) {
            object.put(SociIndex.SERVED_MANIFEST, twin.get().digest().value());
        }
    }

    private static void annotate(
            ObjectNode tree, Digest index, String source, String sensorVersion) {
        JsonNode there = tree.path("annotations");
        var annotations =
                there instanceof ObjectNode object ? object : tree.putObject("annotations");
        annotations.put(Labels.SENSOR, sensorVersion);
        annotations.put(Labels.SOURCE, source);
        annotations.put(Labels.SOURCE_DIGEST, index.value());
    }
}
