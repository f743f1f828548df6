package dev.inlay.instrument;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.LazyLoading;
import dev.inlay.image.Manifest;
import dev.inlay.image.SociIndex;
import dev.inlay.registry.ImageStore;
import java.util.Optional;

/// Carries SOCI indexes over to instrumented images. The layers that such an index has tables of
/// contents for are unchanged, and the tables are in the same repository: nothing but JSON is new.
final class LazyIndexes {
    private final ImageStore registry;
    private final String repository;

    LazyIndexes(ImageStore registry, String repository) {
        this.registry = registry;
        this.repository = repository;
    }

    /// What the twin of an image gets.
    LazyIndex of(Manifest source) {
        try {
            return SociIndex.namedBy(source)
                    .map(named -> named(source, named))
                    .orElse(LazyIndex.NONE);
        } catch (PermanentFailure e) {
            return LazyIndex.lost(
                    "the image's SOCI index could not be looked up: " + e.getMessage());
        }
    }

    /// The twin names the same one: nothing has to be stored.
    private LazyIndex named(Manifest source, Digest digest) {
        return registry.manifest(repository, digest)
                .flatMap(SociIndex::of)
                .filter(index -> index.serves(source))
                .map(_ -> new LazyIndex(new LazyLoading.Kept(digest), Optional.empty()))
                .orElseGet(() -> unusable(digest));
    }

    private static LazyIndex unusable(Digest digest) {
        return LazyIndex.lost(
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
