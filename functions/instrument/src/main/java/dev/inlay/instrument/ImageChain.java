package dev.inlay.instrument;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Classifier;
import dev.inlay.image.Digest;
import dev.inlay.image.Instrumentation;
import dev.inlay.image.Manifest;
import dev.inlay.image.Restoration;
import dev.inlay.image.SettingsLayer;
import dev.inlay.registry.ImageStore;
import java.util.List;
import java.util.Optional;

/// The links of one platform's image: its labels, its two layers, and the image it was made of.
final class ImageChain {
    private static final int MAX_CONFIGURATION = 8 * 1024 * 1024;

    private final ImageStore registry;
    private final String repository;
    private final SensorLayers sensors;
    private final Chain.Trust trust;
    private final Findings found;

    ImageChain(
            ImageStore registry,
            String repository,
            SensorLayers sensors,
            Chain.Trust trust,
            Findings found) {
        this.registry = registry;
        this.repository = repository;
        this.sensors = sensors;
        this.trust = trust;
        this.found = found;
    }

    void check(Manifest manifest, Digest config) {
        byte[] configuration;
        try {
            configuration = registry.blob(repository, config, MAX_CONFIGURATION);
        } catch (PermanentFailure e) {
            found.broken("manifest", String.valueOf(e.getMessage()));
            return;
        }
        var said = Instrumentation.of(manifest, configuration);
        if (said.isEmpty()) {
            bare(manifest, configuration);
            return;
        }
        var instrumentation = said.get();
        found.at(instrumentation.platform().toString(), manifest.digest());
        found.holds(
                "labels",
                "entrypoint, labels and layers say it was made of " + instrumentation.source());
        sensor(instrumentation);
        settings(instrumentation);
        source(manifest, configuration, instrumentation);
        found.forAll();
    }

    /// Beside instrumented images there may be one for a platform that has no sensor, and no other.
    private void bare(Manifest manifest, byte[] configuration) {
        var platform = Instrumentation.platform(manifest, configuration);
        var text =
                "%s (%s): no instrumented image: its labels, entrypoint and last two layers do not say so"
                        .formatted(manifest.digest(), platform);
        if (new Classifier(sensors.platforms()).supports(platform)) {
            found.broken("labels", text);
        } else {
            found.absent("labels", text);
        }
    }

    private void sensor(Instrumentation said) {
        var stored = said.sensor().digest();
        found.part(stored);
        var built = sensors.layer(said.platform());
        boolean ours =
                stored.equals(built.layer().digest())
                        && said.sensor().diffId().equals(built.layer().diffId());
        if (!ours && !trust.sensors().contains(stored)) {
            found.broken(
                    "sensor",
                    "its sensor layer is %s, this build's (%s) is %s; name others that are known with --sensor"
                            .formatted(stored, built.version(), built.layer().digest()));
        } else if (!registry.hasBlob(repository, stored)) {
            found.broken("sensor", "layer " + stored + " is not in " + repository);
        } else {
            found.holds(
                    "sensor",
                    ours ? "version " + built.version() + ", " + stored : stored + ", known");
        }
    }

    private void settings(Instrumentation said) {
        var stored = said.settings().digest();
        found.part(stored);
        Optional<SettingsLayer.Documents> documents;
        try {
            documents =
                    SettingsLayer.read(
                            registry.blob(repository, stored, MAX_CONFIGURATION),
                            said.settings().diffId());
        } catch (PermanentFailure e) {
            found.broken("settings", String.valueOf(e.getMessage()));
            return;
        }
        if (documents.isEmpty()) {
            found.broken(
                    "settings",
                    "layer " + stored + " holds something else than a sensor's settings");
            return;
        }
        new SettingsCheck(said.source(), trust.keys(), found).check(documents.get());
    }

    private void source(Manifest manifest, byte[] configuration, Instrumentation said) {
        found.part(said.source());
        var source = registry.manifest(repository, said.source());
        if (source.isEmpty() || source.get().isIndex()) {
            found.broken(
                    "source",
                    said.source()
                            + (source.isEmpty()
                                    ? " is not in "
                                            + repository
                                            + " any more; what it was cannot be compared"
                                    : " is an index"));
            return;
        }
        var original =
                Instrumentation.configuration(source.get())
                        .map(digest -> registry.blob(repository, digest, MAX_CONFIGURATION));
        if (original.isEmpty()) {
            found.broken("source", said.source() + " has no configuration");
            return;
        }
        compare(
                said,
                Restoration.differences(source.get(), original.get(), manifest, configuration));
    }

    private void compare(Instrumentation said, List<String> differences) {
        boolean layers = differences.contains("manifest.layers") || differences.contains("rootfs");
        if (layers) {
            found.broken("source", "its layers are not those of " + said.source());
        } else {
            found.holds("source", "its layers begin with those of " + said.source());
        }
        var others =
                differences.stream()
                        .filter(each -> !each.equals("manifest.layers") && !each.equals("rootfs"))
                        .toList();
        if (others.isEmpty()) {
            found.holds(
                    "configuration",
                    "it differs from the original's in entrypoint, labels and history as documented");
        } else {
            found.broken(
                    "configuration",
                    "it differs from the original's in " + String.join(", ", others));
        }
    }
}
