package dev.inlay.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// The story of an image's layers (OCI image-spec, config.md). It is continued only when it was
/// complete; one with gaps would become a lie.
final class History {
    private static final String OURS = "inlay ";

    private History() {}

    static boolean isConsistent(ObjectNode tree, int layers) {
        return tree.path("history") instanceof ArrayNode history
                && history.valueStream().allMatch(JsonNode::isObject)
                && history.valueStream().filter(entry -> !isEmpty(entry)).count() == layers;
    }

    /// With the image's own creation time: ours would change the digest with every run.
    ///
    /// @param what was added
    static void add(ObjectNode tree, String what) {
        var entry = tree.withArray("history").addObject();
        if (tree.path("created").isTextual()) {
            entry.set("created", tree.path("created"));
        }
        entry.put("created_by", OURS + what);
    }

    /// One of ours only: where two entries more than layers were told before, ours were never
    /// added.
    ///
    /// @param layer index among the layers
    static void removeLayer(ObjectNode tree, int layer) {
        var history = tree.withArray("history");
        int seen = 0;
        for (int at = 0; at < history.size(); at++) {
            if (!isEmpty(history.path(at)) && seen++ == layer) {
                if (history.path(at).path("created_by").asText().startsWith(OURS)) {
                    history.remove(at);
                }
                return;
            }
        }
    }

    private static boolean isEmpty(JsonNode entry) {
        return entry.path("empty_layer").asBoolean();
    }
}
