package dev.inlay.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// What an instrumented image says about itself, as far as its own two documents bear it out.
///
/// @param platform it runs on
/// @param source digest of the manifest it was made from
/// @param sensor its last layer but one
/// @param settings its last layer
public record Instrumentation(Platform platform, Digest source, Stored sensor, Stored settings) {
    /// A layer, named by what is stored and by what it unpacks to.
    public record Stored(Digest digest, Digest diffId) {}

    /// Empty when labels, entrypoint and layers do not agree that this is an instrumented image.
    public static Optional<Instrumentation> of(Manifest manifest, byte[] configuration) {
        var tree = configurationOf(manifest, configuration);
        var layers = manifest.tree().path("layers");
        int last = layers.size() - 1;
        if (last < 1 || layers.size() != tree.path("rootfs").path("diff_ids").size()) {
            return Optional.empty();
        }
        var sensor = Digest.parse(layers.path(last - 1).path("digest").asText());
        var settings = Digest.parse(layers.path(last).path("digest").asText());
        if (sensor.isEmpty() || settings.isEmpty()) {
            return Optional.empty();
        }
        return Earlier.in(tree)
                .filter(Earlier::isOnTop)
                .map(earlier ->
                        new Instrumentation(
                                Inspector.platform(tree),
                                earlier.source(),
                                new Stored(sensor.get(), earlier.sensorLayer()),
                                new Stored(settings.get(), earlier.settingsLayer())));
    }

    /// What an image runs on, instrumented or not.
    public static Platform platform(Manifest manifest, byte[] configuration) {
        return Inspector.platform(configurationOf(manifest, configuration));
    }

    private static ObjectNode configurationOf(Manifest manifest, byte[] configuration) {
        return JsonTree.object(configuration, "the configuration of image " + manifest.digest());
    }

    /// The configuration that an image manifest refers to.
    public static Optional<Digest> configuration(Manifest manifest) {
        JsonNode config = manifest.tree().path("config");
        return Digest.parse(config.path("digest").asText());
    }
}
