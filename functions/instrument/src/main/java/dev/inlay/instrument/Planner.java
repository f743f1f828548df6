package dev.inlay.instrument;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Addition;
import dev.inlay.image.Classification;
import dev.inlay.image.Classification.Child;
import dev.inlay.image.Classifier;
import dev.inlay.image.Decline;
import dev.inlay.image.Digest;
import dev.inlay.image.Image;
import dev.inlay.image.Inspection;
import dev.inlay.image.Inspector;
import dev.inlay.image.Launch;
import dev.inlay.image.Manifest;
import dev.inlay.image.Mutation;
import dev.inlay.image.Platform;
import dev.inlay.image.Push;
import dev.inlay.image.SettingsLayer;
import dev.inlay.image.Step;
import dev.inlay.registry.ImageStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Reads what has to be read (manifests and configurations) and works out what one push becomes.
final class Planner {
    /// An index may refer to an index; deeper is nobody's image.
    static final int MAX_DEPTH = 2;

    private static final int MAX_CONFIGURATION = 8 * 1024 * 1024;

    /// What is kept of one push while it is worked on: nobody's documents come near, and an index
    /// may name two hundred of the largest.
    private static final long MAX_TOTAL = 64L * 1024 * 1024;

    private final ImageStore registry;
    private final SensorLayers sensors;
    private final SettingsSource settings;
    private final Classifier classifier;
    private final Push push;
    private final Listener listener;
    private final AtomicLong read = new AtomicLong();
    private final Map<Digest, Manifest> children = new ConcurrentHashMap<>();
    private final Map<Digest, byte[]> configurations = new ConcurrentHashMap<>();
    private final LazyIndexes lazyIndexes;
    private final Map<Digest, LazyIndexes.Found> lazy = new ConcurrentHashMap<>();

    Planner(
            ImageStore registry,
            SensorLayers sensors,
            SettingsSource settings,
            Push push,
            Listener listener) {
        this.registry = registry;
        this.sensors = sensors;
        this.settings = settings;
        this.classifier = new Classifier(sensors.platforms());
        this.push = push;
        this.listener = listener;
        this.lazyIndexes = new LazyIndexes(registry, push.repository());
    }

    Part part(Manifest manifest, int depth) {
        listener.began(Step.CLASSIFY);
        return switch (classifier.classify(manifest)) {
            case Classification.Declined(var reason) -> new Part.Left(Part.UNSAID, reason);
            case Classification.Single single -> image(single);
            case Classification.Index index when depth < MAX_DEPTH -> index(index, depth);
            case Classification.Index _ ->
                    new Part.Left(
                            Part.UNSAID,
                            Decline.NESTED_TOO_DEEP.because(
                                    "it is an index in an index in an index"));
        };
    }

    private Part image(Classification.Single single) {
        listener.began(Step.CONFIG);
        readAhead(single);
        var configuration = configuration(single.config());
        var source = single.manifest();
        return switch (Inspector.inspect(source, configuration, classifier, this::sensorLayer)) {
            case Inspection.Declined(var platform, var reason) -> new Part.Left(platform, reason);
            case Inspection.Accepted(var platform, var launch) ->
                    made(source, source.digest(), configuration, platform, launch);
            case Inspection.Outdated(var platform, var launch, var origin) ->
                    again(source, configuration, platform, launch, origin);
        };
    }

    /// From what the older result was made of; when that is gone, from the result itself, without
    /// what was added to it. Both give an image of the same identity.
    private Part again(
            Manifest outdated,
            byte[] configuration,
            Platform platform,
            Launch launch,
            Digest origin) {
        var original = registry.manifest(push.repository(), origin);
        if (original.isPresent()
                && classifier.classify(original.get()) instanceof Classification.Single single) {
            var first = registry.blob(push.repository(), single.config(), MAX_CONFIGURATION);
            if (Inspector.inspect(single.manifest(), first, classifier, this::sensorLayer)
                    instanceof Inspection.Accepted(var where, var how)) {
                return made(single.manifest(), origin, first, where, how);
            }
        }
        return made(outdated, origin, configuration, platform, launch);
    }

    private Part made(
            Manifest source,
            Digest identity,
            byte[] configuration,
            Platform platform,
            Launch launch) {
        listener.began(Step.LAYERS);
        var image = new SourceImage(identity, push.repository(), push.tag(), platform, launch);
        var told = settings.settingsOf(image);
        var sensor = sensors.layer(platform);
        var layer = SettingsLayer.of(SensorConfig.of(image, told), told.policy());
        listener.began(Step.REWRITE);
        var addition =
                new Addition(identity, image.name(), sensor.layer(), sensor.version(), layer);
        var twin = Mutation.apply(source, configuration, addition);
        if (twin.manifest().bytes().length > Manifest.MAX_BYTES) {
            return new Part.Left(
                    platform,
                    Decline.MANIFEST_TOO_LARGE.because("its manifest would exceed 4 MiB"));
        }
        var lazy = lazyIndexes(source).of(twin.manifest());
        return new Part.Made(
                twin.manifest(),
                List.of(),
                List.of(
                        new Plan.PlannedImage(
                                identity, platform, launch, twin, sensor.layer(), layer, lazy)),
                List.of(
                        Image.Member.instrumented(
                                platform, identity, twin.manifest().digest(), lazy.lazyLoading())));
    }

    private Part index(Classification.Index index, int depth) {
        readAhead(index);
        var assembly = new Assembly();
        for (var child : index.children()) {
            switch (child) {
                case Child.Dropped(var digest, _) -> assembly.drop(digest);
                case Child.Companion _ -> {}
                case Child.Kept(var digest, var platform, var reason) ->
                        assembly.keep(digest, platform, reason);
                case Child.Candidate(var digest, _) when isNotSaved(digest) ->
                        assembly.drop(digest);
                case Child.Candidate(var digest, var platform) ->
                        assembly.add(digest, platform, child(digest, depth + 1));
            }
        }
        return assembly.finish(
                index.manifest(),
                push.repository() + ":" + push.tag(),
                platform -> sensors.layer(platform).version());
    }

    /// An engine saves the platforms it has. Others leave the index: should they turn up, they
    /// would have no sensor.
    private boolean isNotSaved(Digest digest) {
        return !registry.isWhole()
                && !children.containsKey(digest)
                && !registry.hasManifest(push.repository(), digest);
    }

    /// What the images of an index need, at once.
    private void readAhead(Classification.Index index) {
        var reading = new ArrayList<Supplier<Boolean>>();
        for (var child : index.children()) {
            if (child instanceof Child.Candidate(var digest, _)) {
                reading.add(() -> readAhead(digest));
            }
        }
        Together.of(reading);
    }

    private boolean readAhead(Digest digest) {
        var manifest = registry.manifest(push.repository(), digest);
        manifest.ifPresent(found -> {
            count(found.bytes().length);
            children.put(digest, found);
            if (classifier.classify(found) instanceof Classification.Single single) {
                readAhead(single);
            }
        });
        return manifest.isPresent();
    }

    private void readAhead(Classification.Single single) {
        var config = single.config();
        var manifest = single.manifest();
        Together.both(
                () -> configuration(config),
                () -> lazyIndexes(manifest),
                (read, found) -> {
                    configurations.put(config, read);
                    return lazy.put(manifest.digest(), found);
                });
    }

    private byte[] configuration(Digest digest) {
        var known = configurations.get(digest);
        if (known != null) {
            return known;
        }
        var configuration = registry.blob(push.repository(), digest, MAX_CONFIGURATION);
        count(configuration.length);
        return configuration;
    }

    private void count(int bytes) {
        if (read.addAndGet(bytes) > MAX_TOTAL) {
            throw new PermanentFailure(
                    "source-too-large",
                    "reading "
                            + push
                            + ": its manifests and configurations have more than 64 MiB together; push fewer platforms in one index");
        }
    }

    private LazyIndexes.Found lazyIndexes(Manifest source) {
        var known = lazy.get(source.digest());
        return known != null ? known : lazyIndexes.about(source);
    }

    private Part child(Digest digest, int depth) {
        return Optional.ofNullable(children.get(digest))
                .or(() -> registry.manifest(push.repository(), digest))
                .map(manifest -> part(manifest, depth))
                .orElseGet(() ->
                        new Part.Left(
                                Part.UNSAID,
                                Decline.SOURCE_INCOMPLETE.because(
                                        "the index refers to "
                                                + digest
                                                + ", which the repository does not have; push it again")));
    }

    private Digest sensorLayer(Platform platform) {
        return sensors.layer(platform).layer().diffId();
    }
}
