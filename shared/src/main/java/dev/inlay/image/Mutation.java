package dev.inlay.image;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// From an image's two documents to those of its instrumented twin. Pure: the same input gives the
/// same bytes, and everything that is not named here stays as it was, whether we know it or not.
public final class Mutation {
    private Mutation() {}

    /// The instrumented form of one image.
    ///
    /// @param source an image manifest that was classified as one
    /// @param configuration its configuration, which was inspected
    public static Twin apply(Manifest source, byte[] configuration, Addition addition) {
        var manifest = source.tree();
        var tree = JsonTree.object(configuration, "the configuration of image " + source.digest());
        Earlier.in(tree).ifPresent(earlier -> earlier.removeFrom(manifest, tree));
        boolean told = History.isConsistent(tree, manifest.path("layers").size());
        rewrite(config(tree), addition);
        addLayer(source, manifest, tree, addition.sensor());
        addLayer(source, manifest, tree, addition.settings());
        if (told) {
            History.add(tree, "sensor " + addition.sensorVersion());
            History.add(tree, "settings");
        }
        if (source.mediaType().equals(MediaType.OCI_MANIFEST)) {
            var annotations = object(manifest, "annotations");
            Labels.annotations(addition).forEach(annotations::put);
        }
        return pointing(source.mediaType(), manifest, tree);
    }

    /// The two documents, the manifest referring to the configuration.
    static Twin pointing(String mediaType, ObjectNode manifest, ObjectNode tree) {
        var configuration = JsonTree.bytes(tree);
        var descriptor = manifest.withObject("config");
        descriptor
                .put("digest", Digest.of(configuration).value())
                .put("size", configuration.length);
        descriptor.remove("data");
        descriptor.remove("urls");
        return new Twin(new Manifest(JsonTree.bytes(manifest), mediaType), configuration);
    }

    private static void rewrite(ObjectNode config, Addition addition) {
        var entrypoint = Entrypoint.strings(config.path("Entrypoint"));
        Entrypoint.writeWithSensor(entrypoint, array(config, "Entrypoint"));
        var labels = object(config, "Labels");
        labels.properties().removeIf(label -> label.getKey().startsWith(Labels.PREFIX));
        Labels.of(addition).forEach(labels::put);
    }

    private static void addLayer(
            Manifest source, ObjectNode manifest, ObjectNode tree, Layer layer) {
        array(manifest, "layers")
                .addObject()
                .put(
                        "mediaType",
                        source.mediaType().equals(MediaType.OCI_MANIFEST)
                                ? MediaType.OCI_LAYER
                                : MediaType.DOCKER_LAYER)
                .put("size", layer.compressed().length)
                .put("digest", layer.digest().value());
        tree.withArray("/rootfs/diff_ids").add(layer.diffId().value());
    }

    private static ObjectNode config(ObjectNode tree) {
        return object(tree, "config");
    }

    /// The object under this name, made where there is none or null.
    private static ObjectNode object(ObjectNode parent, String name) {
        return parent.get(name) instanceof ObjectNode there ? there : parent.putObject(name);
    }

    private static ArrayNode array(ObjectNode parent, String name) {
        return parent.get(name) instanceof ArrayNode there ? there : parent.putArray(name);
    }
}
