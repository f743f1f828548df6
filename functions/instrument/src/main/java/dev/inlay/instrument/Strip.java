package dev.inlay.instrument;

import dev.inlay.image.Digest;
import dev.inlay.image.ImageRef;
import dev.inlay.image.IndexRestoration;
import dev.inlay.image.Instrumentation;
import dev.inlay.image.Manifest;
import dev.inlay.image.Reason;
import dev.inlay.image.Restoration;
import dev.inlay.registry.ImageStore;
import dev.inlay.registry.Tagging;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Takes the sensor out of an image again. While the original is in the repository it is the
/// original that gets the tag, to the byte; when it is gone, what remains once everything that was
/// added is taken away, which has the same layers and starts the same.
public final class Strip {
    private static final int MAX_CONFIGURATION = 8 * 1024 * 1024;

    private final ImageStore registry;

    /// @param registry where the image is and the result goes
    public Strip(ImageStore registry) {
        this.registry = registry;
    }

    /// What came of it.
    public sealed interface Result {
        /// The tag points at an image without a sensor.
        ///
        /// @param original whether it is the very manifest that was instrumented
        record Stripped(Digest digest, boolean original) implements Result {}

        /// Nothing was done.
        record Declined(Reason reason) implements Result {}
    }

    /// What a manifest becomes.
    ///
    /// @param original whether it is what was instrumented
    private record Bare(Manifest manifest, boolean original) {}

    /// Gives the image without the sensor a tag.
    ///
    /// @param tag that nothing else has
    public Result strip(ImageRef reference, String tag) {
        var repository = reference.repository();
        var root =
                reference
                        .digest()
                        .map(digest -> registry.manifest(repository, digest))
                        .orElseGet(
                                () -> registry.manifest(repository, reference.tag().orElseThrow()));
        if (root.isEmpty()) {
            return declined("not-there", reference + " is not there");
        }
        return bare(repository, root.get(), 0)
                .map(found -> tagged(repository, tag, found))
                .orElseGet(() ->
                        declined("not-instrumented", reference + " has no sensor to take out"));
    }

    private Result tagged(String repository, String tag, Bare bare) {
        var there = registry.resolve(repository, tag);
        var wanted = bare.manifest().digest();
        if (there.isPresent() && !there.get().equals(wanted)) {
            return declined(
                    "target-taken",
                    "tag %s of %s points at %s, which is left alone; name another with --tag"
                            .formatted(tag, repository, there.get()));
        }
        if (there.isEmpty()
                && registry.tag(repository, tag, bare.manifest())
                        instanceof Tagging.Immutable(var said)) {
            return declined("tag-immutable", "tag " + tag + " of " + repository + ": " + said);
        }
        return new Result.Stripped(wanted, bare.original());
    }

    private Optional<Bare> bare(String repository, Manifest manifest, int depth) {
        if (!manifest.isIndex()) {
            return image(repository, manifest);
        }
        return depth < Planner.MAX_DEPTH ? index(repository, manifest, depth) : Optional.empty();
    }

    private Optional<Bare> image(String repository, Manifest manifest) {
        var config = Instrumentation.configuration(manifest);
        if (config.isEmpty()) {
            return Optional.empty();
        }
        var configuration = registry.blob(repository, config.get(), MAX_CONFIGURATION);
        return Instrumentation.of(manifest, configuration)
                .flatMap(said ->
                        registry.manifest(repository, said.source())
                                .filter(source -> !source.isIndex())
                                .map(source -> new Bare(source, true))
                                .or(() -> restored(repository, manifest, configuration)));
    }

    private Optional<Bare> restored(String repository, Manifest manifest, byte[] configuration) {
        return Restoration.of(manifest, configuration)
                .map(twin -> {
                    var blob = twin.configuration();
                    registry.pushBlob(repository, Digest.of(blob), blob);
                    return new Bare(twin.manifest(), false);
                });
    }

    private Optional<Bare> index(String repository, Manifest index, int depth) {
        var originals = new HashMap<Digest, Manifest>();
        for (var digest : IndexRestoration.children(index)) {
            registry.manifest(repository, digest)
                    .flatMap(child -> bare(repository, child, depth + 1))
                    .ifPresent(bare -> originals.put(digest, bare.manifest()));
        }
        return originals.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        whole(repository, index, originals)
                                .orElseGet(() -> rebuilt(repository, index, originals)));
    }

    /// The index this was made from, if it is still there and lists these images. Docker's format
    /// has no place for its digest, so the attestations are asked as well: who made them does not
    /// matter, for what they name is compared.
    private Optional<Bare> whole(
            String repository, Manifest index, Map<Digest, Manifest> originals) {
        var images = IndexRestoration.children(IndexRestoration.of(index, originals));
        return Stream.concat(
                        IndexRestoration.source(index).stream(),
                        new Attestations(registry, repository).sources(index.digest()))
                .map(digest -> registry.manifest(repository, digest))
                .flatMap(Optional::stream)
                .filter(Manifest::isIndex)
                .filter(source -> isMadeOf(source, images))
                .findFirst()
                .map(source -> new Bare(source, true));
    }

    /// Besides them it has what left the index when it was instrumented.
    private static boolean isMadeOf(Manifest source, List<Digest> images) {
        var those = Set.copyOf(images);
        return IndexRestoration.children(source).stream()
                .filter(those::contains)
                .toList()
                .equals(images);
    }

    private Bare rebuilt(String repository, Manifest index, Map<Digest, Manifest> originals) {
        originals.values().forEach(manifest -> registry.putManifest(repository, manifest));
        return new Bare(IndexRestoration.of(index, originals), false);
    }

    private static Result declined(String code, String text) {
        return new Result.Declined(new Reason(code, text));
    }
}
