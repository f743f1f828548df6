package dev.inlay.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/// An image made by hand: as many small layers as wanted below a configuration.
///
/// @param layers each with one file of its own
public record TestImage(Manifest manifest, List<Layer> layers, Blob config) {
    /// Bytes that compare by content.
    public record Blob(String text) {
        /// As stored.
        public byte[] bytes() {
            return text.getBytes(UTF_8);
        }

        /// Of those bytes.
        public Digest digest() {
            return Digest.ofText(text);
        }
    }

    /// An OCI image with the given `config` object.
    public static TestImage oci(String config) {
        return of(MediaType.OCI_MANIFEST, "amd64", config, 2);
    }

    /// A Docker image with the given `config` object.
    public static TestImage docker(String config) {
        return of(MediaType.DOCKER_MANIFEST, "amd64", config, 2);
    }

    /// An image with as many layers as wanted.
    public static TestImage of(String mediaType, String architecture, String config, int count) {
        var layers = new ArrayList<Layer>();
        for (int i = 0; i < count; i++) {
            var tar =
                    new Tar().file("layer-" + i, ("layer " + i + " of " + config).getBytes(UTF_8));
            layers.add(Layer.ofTar(tar.bytes()));
        }
        return of(mediaType, architecture, config, layers);
    }

    /// An image with the given layers.
    public static TestImage of(
            String mediaType, String architecture, String config, List<Layer> layers) {
        var blob = new Blob(configuration(architecture, config, layers));
        return new TestImage(
                new Manifest(manifest(mediaType, blob, layers).getBytes(UTF_8), mediaType),
                layers,
                blob);
    }

    private static String configuration(String architecture, String config, List<Layer> layers) {
        var ids = layers.stream().map(layer -> "\"" + layer.diffId() + "\"").toList();
        return "{\"architecture\":\""
                + architecture
                + "\",\"os\":\"linux\",\"config\":"
                + config
                + ",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":["
                + String.join(",", ids)
                + "]}}";
    }

    private static String manifest(String mediaType, Blob config, List<Layer> layers) {
        boolean oci = mediaType.equals(MediaType.OCI_MANIFEST);
        var described =
                layers.stream()
                        .map(layer ->
                                descriptor(
                                        oci ? MediaType.OCI_LAYER : MediaType.DOCKER_LAYER,
                                        layer.digest(),
                                        layer.compressed().length))
                        .toList();
        return "{\"schemaVersion\":2,\"mediaType\":\""
                + mediaType
                + "\",\"config\":"
                + descriptor(
                        oci ? MediaType.OCI_CONFIG : MediaType.DOCKER_CONFIG,
                        config.digest(),
                        config.bytes().length)
                + ",\"layers\":["
                + String.join(",", described)
                + "]}";
    }

    /// A descriptor as JSON.
    public static String descriptor(String mediaType, Digest digest, int size) {
        return "{\"mediaType\":\""
                + mediaType
                + "\",\"digest\":\""
                + digest
                + "\",\"size\":"
                + size
                + "}";
    }
}
