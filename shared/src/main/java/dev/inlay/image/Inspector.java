package dev.inlay.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Reading;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reads an image's configuration beside its manifest.
public final class Inspector {
    /// What engines unpack: 125 in Docker, of which two are ours.
    static final int MAX_LAYERS = 125 - 2;

    private Inspector() {}

    /// What the configuration of a manifest allows.
    ///
    /// @param classifier knows the platforms
    /// @param sensor by platform, the uncompressed digest of the layer that would be added: what
    ///   has it already is not done again
    public static Inspection inspect(
            Manifest manifest,
            byte[] configuration,
            Classifier classifier,
            Function<Platform, Digest> sensor) {
        return switch (JsonTree.read(configuration)) {
            case Reading.Malformed<ObjectNode>(var because) ->
                    new Inspection.Declined(
                            new Platform("", "", ""),
                            Decline.MALFORMED.because("its configuration: " + because));
            case Reading.Read<ObjectNode>(var tree) -> inspect(manifest, tree, classifier, sensor);
        };
    }

    private static Inspection inspect(
            Manifest manifest,
            ObjectNode tree,
            Classifier classifier,
            Function<Platform, Digest> sensor) {
        var platform = platform(tree);
        var spelling = Spelling.ofConfiguration(tree);
        if (spelling.isPresent()) {
            return new Inspection.Declined(platform, Decline.MALFORMED.because(spelling.get()));
        }
        if (!classifier.supports(platform)) {
            return new Inspection.Declined(platform, Classifier.unsupported(platform));
        }
        var problem = problem(manifest.tree(), tree);
        if (problem.isPresent()) {
            return new Inspection.Declined(platform, problem.get());
        }
        var launch = Launch.of(tree.path("config"));
        return Earlier.in(tree)
                .filter(Earlier::isOnTop)
                .map(earlier -> again(platform, launch, earlier, sensor.apply(platform)))
                .orElseGet(() -> new Inspection.Accepted(platform, launch));
    }

    /// Whether an image with this configuration is a result of ours, with nothing built on top.
    public static boolean isOurs(byte[] configuration) {
        return JsonTree.read(configuration)
                .found()
                .flatMap(Earlier::in)
                .filter(Earlier::isOnTop)
                .isPresent();
    }

    private static Inspection again(
            Platform platform, Launch launch, Earlier earlier, Digest sensor) {
        if (sensor.equals(earlier.sensorLayer())) {
            return new Inspection.Declined(
                    platform,
                    Decline.ALREADY_INSTRUMENTED.because(
                            "it is already instrumented, from " + earlier.source()));
        }
        return new Inspection.Outdated(platform, launch, earlier.source());
    }

    private static Optional<Reason> problem(ObjectNode manifest, ObjectNode tree) {
        int layers = manifest.path("layers").size();
        var config = tree.path("config");
        var diffIds = tree.path("rootfs").path("diff_ids");
        // What Go writes for a list with nothing in it.
        boolean none = diffIds.isNull() && layers == 0;
        if (!(diffIds.isArray() || none) || diffIds.size() != layers) {
            return malformed("its configuration does not list one diff_id for each layer");
        }
        if (!config.isMissingNode() && !config.isNull() && !config.isObject()) {
            return malformed("its config is no object");
        }
        for (var list : List.of("Entrypoint", "Cmd")) {
            if (!Entrypoint.isWellFormed(config.path(list))) {
                return malformed("its " + list + " is no list of strings");
            }
        }
        if (!config.path("Labels").isMissingNode()
                && !config.path("Labels").isNull()
                && !config.path("Labels").isObject()) {
            return malformed("its Labels are no object");
        }
        int kept = Earlier.in(tree).map(earlier -> layers - 2).orElse(layers);
        return kept > MAX_LAYERS
                ? Optional.of(
                        Decline.TOO_MANY_LAYERS.because(
                                "it has "
                                        + layers
                                        + " layers; engines unpack 125 and two are added"))
                : Optional.empty();
    }

    /// Old images do not say what they run on when it is Linux.
    static Platform platform(JsonNode tree) {
        var os = tree.path("os").asText();
        return new Platform(
                os.isEmpty() ? "linux" : os,
                tree.path("architecture").asText(),
                tree.path("variant").asText());
    }

    private static Optional<Reason> malformed(String text) {
        return Optional.of(Decline.MALFORMED.because(text));
    }
}
