package dev.inlay.instrument;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.JsonTree;
import dev.inlay.image.Layer;
import dev.inlay.image.Platform;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The sensor layers that were packed when the product was built (`sensor/layer.sh`) and travel in
/// this jar.
public final class PackagedSensorLayers implements SensorLayers {
    private static final String ROOT = "/dev/inlay/sensor/";
    private static final Platform AMD64 = new Platform("linux", "amd64", "");

    private final Map<Platform, Built> read = new ConcurrentHashMap<>();

    @Override
    public Set<Platform> platforms() {
        return Set.of(AMD64);
    }

    /// The same, reading already what will be needed, while whoever wants it has to wait for a
    /// registry. What goes wrong is told when a layer is asked for.
    public static PackagedSensorLayers readingAhead() {
        var layers = new PackagedSensorLayers();
        Thread.ofPlatform()
                .daemon()
                .name("sensor-layer")
                .uncaughtExceptionHandler((_, _) -> {})
                .start(() -> layers.layer(AMD64));
        return layers;
    }

    /// Tells one build from another, as [Built#build] does, where the layer itself is not packed.
    public static String build(Platform platform) {
        var about = about(platform);
        var diffId = digest(about, "diffId");
        return about.path("version").asText() + "+" + diffId.hex().substring(0, 12);
    }

    @Override
    public Built layer(Platform platform) {
        return read.computeIfAbsent(
                new Platform(platform.os(), platform.architecture(), ""),
                PackagedSensorLayers::load);
    }

    private static Built load(Platform platform) {
        return built(about(platform), resource(directory(platform) + "layer.tar.gz"));
    }

    /// @param about what `layer.json` says
    /// @param compressed what it says that of
    static Built built(ObjectNode about, byte[] compressed) {
        return new Built(
                Layer.prebuilt(compressed, digest(about, "digest"), digest(about, "diffId")),
                about.path("version").asText());
    }

    private static Digest digest(ObjectNode about, String name) {
        return Digest.require(about.path(name).asText(), "the sensor layer's layer.json");
    }

    private static ObjectNode about(Platform platform) {
        return JsonTree.object(
                resource(directory(platform) + "layer.json"), "the sensor layer's layer.json");
    }

    private static String directory(Platform platform) {
        return ROOT + platform.os() + "-" + platform.architecture() + "/";
    }

    private static byte[] resource(String path) {
        try (var in = PackagedSensorLayers.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new PermanentFailure(
                        "sensor-layer-missing", "the sensor layer is missing: run ./inlay build");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new PermanentFailure(
                    "sensor-layer-missing", "reading the sensor layer: " + e.getMessage(), e);
        }
    }
}
