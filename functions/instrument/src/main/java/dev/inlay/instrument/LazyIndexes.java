package dev.inlay.instrument;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.LazyLoading;
import dev.inlay.image.Manifest;
import dev.inlay.image.SociIndex;
import dev.inlay.registry.ImageStore;
import dev.inlay.registry.Referrer;
import java.util.Optional;
import java.util.function.Function;

/// Carries SOCI indexes over to instrumented images. The layers that such an index has tables of
/// contents for are unchanged, and the tables are in the same repository: nothing but JSON is new.
final class LazyIndexes {
    private final ImageStore registry;
    private final String repository;

    LazyIndexes(ImageStore registry, String repository) {
        this.registry = registry;
        this.repository = repository;
    }

    /// What an image has of them. Version 2 comes first, as for those who read them.
    sealed interface Found {
        /// None.
        record None() implements Found {}

        /// Version 2: the twin names the same one, and nothing has to be stored.
        record Named(Digest index) implements Found {}

        /// Version 1: it refers to the image.
        record Referring(SociIndex index) implements Found {}

        /// It will not serve the twin.
        record Lost(String text) implements Found {}

        /// What the twin of the image gets.
        default LazyIndex of(Manifest twin) {
            return switch (this) {
                case None() -> LazyIndex.NONE;
                case Named(var index) ->
                        new LazyIndex(new LazyLoading.Kept(index), Optional.empty());
                case Referring(var index) -> {
                    var made = index.about(twin);
                    yield new LazyIndex(new LazyLoading.Kept(made.digest()), Optional.of(made));
                }
                case Lost(var text) -> LazyIndex.lost(text);
            };
        }
    }

    /// Those of an image.
    Found about(Manifest source) {
        try {
            return SociIndex.namedBy(source)
                    .map(named -> serving(source, named, _ -> new Found.Named(named)))
                    .or(() ->
                            referrer(source)
                                    .map(digest -> serving(source, digest, Found.Referring::new)))
                    .orElseGet(Found.None::new);
        } catch (PermanentFailure e) {
            return new Found.Lost(
                    "whether the image has a SOCI index could not be found out: " + e.getMessage());
        }
    }

    private Found serving(Manifest source, Digest digest, Function<SociIndex, Found> as) {
        return registry.manifest(repository, digest)
                .flatMap(SociIndex::of)
                .filter(index -> index.serves(source))
                .map(as)
                .orElseGet(() -> unusable(digest));
    }

    private Optional<Digest> referrer(Manifest source) {
        return registry.referrers(repository, source.digest()).stream()
                .filter(referrer -> referrer.artifactType().equals(SociIndex.REFERRER))
                .map(Referrer::digest)
                .findFirst();
    }

    private static Found unusable(Digest digest) {
        return new Found.Lost(
                "the image's SOCI index "
                        + digest
                        + " is not in the repository, or knows none of its layers; make a new one for the instrumented image");
    }

    /// Stores what was made, before anything has a tag. An image whose index the registry does not
    /// take is loaded as a whole, and says so.
    Plan store(Plan plan) {
        var stored = plan;
        for (var image : plan.images()) {
            var made = image.lazyIndex().made();
            if (made.isPresent()) {
                stored = stored(stored, image, made.get());
            }
        }
        return stored;
    }

    private Plan stored(Plan plan, Plan.PlannedImage image, Manifest index) {
        try {
            registry.putManifest(repository, image.twin().manifest());
            registry.putManifest(repository, index);
            return plan;
        } catch (PermanentFailure e) {
            return plan.with(
                    image.source(),
                    LazyIndex.lost("its SOCI index could not be stored: " + e.getMessage()));
        }
    }
}
