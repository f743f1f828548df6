package dev.inlay.instrument;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.LazyLoading;
import dev.inlay.image.Manifest;
import dev.inlay.image.SociIndex;
import dev.inlay.registry.ImageStore;
import dev.inlay.registry.Referrer;
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

    /// What the twin of an image gets. Version 2 comes first, as for those who read them.
    LazyIndex of(Manifest source, Manifest twin) {
        try {
            return SociIndex.namedBy(source)
                    .map(named -> named(source, named))
                    .or(() -> referrer(source).map(digest -> referring(source, twin, digest)))
                    .orElse(LazyIndex.NONE);
        } catch (PermanentFailure e) {
            return LazyIndex.lost(
                    "whether the image has a SOCI index could not be found out: " + e.getMessage());
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

    private LazyIndex referring(Manifest source, Manifest twin, Digest digest) {
        return registry.manifest(repository, digest)
                .flatMap(SociIndex::of)
                .filter(index -> index.serves(source))
                .map(index -> index.about(twin))
                .map(made -> new LazyIndex(new LazyLoading.Kept(made.digest()), Optional.of(made)))
                .orElseGet(() -> unusable(digest));
    }

    private Optional<Digest> referrer(Manifest source) {
        return registry.referrers(repository, source.digest()).stream()
                .filter(referrer -> referrer.artifactType().equals(SociIndex.REFERRER))
                .map(Referrer::digest)
                .findFirst();
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
