package dev.inlay.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An instrumentation that an image already has: its own, or one inherited through `FROM`. The
/// labels have to be true: the entrypoint may have been replaced, but the layers they name must be
/// there.
///
/// @param sensorLayer diff_id
/// @param settingsLayer diff_id
/// @param source digest of the manifest that was instrumented
/// @param isOnTop whether nothing was built on top of it, so that this is our own result
record Earlier(Digest sensorLayer, Digest settingsLayer, Digest source, boolean isOnTop) {
    /// @param tree an image's configuration
    static Optional<Earlier> in(ObjectNode tree) {
        var labels = tree.path("config").path("Labels");
        var sensor = digest(labels.path(Labels.SENSOR_LAYER));
        var settings = digest(labels.path(Labels.SETTINGS_LAYER));
        var source = digest(labels.path(Labels.SOURCE_DIGEST));
        var diffIds =
                tree.path("rootfs").path("diff_ids").valueStream().map(JsonNode::asText).toList();
        if (sensor.isEmpty() || settings.isEmpty() || source.isEmpty()) {
            return Optional.empty();
        }
        int at = adjacent(diffIds, sensor.get(), settings.get());
        if (at < 0) {
            return Optional.empty();
        }
        boolean started =
                Entrypoint.hasSensor(Entrypoint.strings(tree.path("config").path("Entrypoint")));
        return Optional.of(
                new Earlier(
                        sensor.get(),
                        settings.get(),
                        source.get(),
                        started && at + 2 == diffIds.size()));
    }

    /// Takes it out of a manifest and a configuration again: as if the image had been built on the
    /// original.
    void removeFrom(ObjectNode manifest, ObjectNode tree) {
        var diffIds = new ArrayList<String>();
        tree.path("rootfs").path("diff_ids").forEach(id -> diffIds.add(id.asText()));
        int at = adjacent(diffIds, sensorLayer, settingsLayer);
        boolean told = History.isConsistent(tree, diffIds.size());
        for (int removed = 0; removed < 2; removed++) {
            tree.withArray("/rootfs/diff_ids").remove(at);
            manifest.withArray("layers").remove(at);
            if (told) {
                History.removeLayer(tree, at);
            }
        }
    }

    private static int adjacent(List<String> diffIds, Digest first, Digest second) {
        for (int at = diffIds.size() - 2; at >= 0; at--) {
            if (diffIds.get(at).equals(first.value())
                    && diffIds.get(at + 1).equals(second.value())) {
                return at;
            }
        }
        return -1;
    }

    private static Optional<Digest> digest(JsonNode label) {
        return Digest.parse(label.asText());
    }
}
