package dev.inlay.instrument;

import dev.inlay.image.Digest;
import dev.inlay.image.JsonTree;
import dev.inlay.image.Layer;
import dev.inlay.image.Manifest;
import dev.inlay.image.MediaType;
import dev.inlay.registry.Distribution;
import java.util.List;

/// The sensor alone, as an image: what a task runs to find out what its host lets a sensor see and
/// stop, before any image of anybody is touched.
public final class ProbeImage {
    /// What it runs.
    public static final List<String> COMMAND = List.of("/.inlay/sensor", "probe");

    private static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String OCI_LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

    private final Layer sensor;
    private final String architecture;

    /// @param architecture as images name it
    public ProbeImage(Layer sensor, String architecture) {
        this.sensor = sensor;
        this.architecture = architecture;
    }

    /// Puts it into a repository under its digest and a tag; the digest.
    public Digest push(Distribution registry, String repository, String tag) {
        var configuration = configuration();
        var manifest = manifest(configuration);
        registry.pushBlob(repository, sensor.digest(), sensor.compressed());
        registry.pushBlob(repository, Digest.of(configuration), configuration);
        registry.tag(repository, tag, manifest);
        return manifest.digest();
    }

    private byte[] configuration() {
        var document = JsonTree.newObject();
        document.put("architecture", architecture)
                .put("os", "linux")
                .put("created", "1970-01-01T00:00:00Z");
        var entrypoint = document.putObject("config").putArray("Entrypoint");
        COMMAND.forEach(entrypoint::add);
        document.putObject("rootfs")
                .put("type", "layers")
                .putArray("diff_ids")
                .add(sensor.diffId().value());
        return JsonTree.bytes(document);
    }

    private Manifest manifest(byte[] configuration) {
        var document = JsonTree.newObject();
        document.put("schemaVersion", 2).put("mediaType", MediaType.OCI_MANIFEST);
        document.putObject("config")
                .put("mediaType", OCI_CONFIG)
                .put("digest", Digest.of(configuration).value())
                .put("size", configuration.length);
        document.putArray("layers")
                .addObject()
                .put("mediaType", OCI_LAYER)
                .put("digest", sensor.digest().value())
                .put("size", sensor.compressed().length);
        return new Manifest(JsonTree.bytes(document), MediaType.OCI_MANIFEST);
    }
}
