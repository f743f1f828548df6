package dev.inlay.instrument;

import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.Manifest;
import dev.inlay.registry.Distribution;

/// Reads back what was sent before anything gets a tag. A registry that lost some of it gets
/// another chance, not a broken image.
final class Verification {
    private final Distribution registry;

    Verification(Distribution registry) {
        this.registry = registry;
    }

    void verify(Plan plan) {
        var repository = plan.push().repository();
        for (var image : plan.images()) {
            var configuration = image.twin().configuration();
            registry.blob(repository, Digest.of(configuration), configuration.length);
            require(repository, image.sensor().digest());
            require(repository, image.settings().digest());
            image.lazyIndex().made().ifPresent(index -> require(repository, index));
        }
        plan.inner().forEach(manifest -> require(repository, manifest));
    }

    private void require(String repository, Manifest manifest) {
        if (registry.manifest(repository, manifest.digest()).isEmpty()) {
            throw lost(repository, manifest.digest());
        }
    }

    private void require(String repository, Digest blob) {
        if (!registry.hasBlob(repository, blob)) {
            throw lost(repository, blob);
        }
    }

    private static TransientFailure lost(String repository, Digest digest) {
        return new TransientFailure(
                "registry-lost-content",
                "verifying what was sent to "
                        + repository
                        + ": the registry took "
                        + digest
                        + " and does not have it; it is tried again");
    }
}
