package dev.inlay.instrument;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Digest;
import dev.inlay.registry.ImageStore;
import java.util.ArrayList;
import java.util.function.Supplier;

/// Reads back what was sent before anything gets a tag. A registry that lost some of it gets
/// another chance, not a broken image.
final class Verification {
    private final ImageStore registry;

    Verification(ImageStore registry) {
        this.registry = registry;
    }

    void verify(Plan plan) {
        var repository = plan.push().repository();
        var checks = new ArrayList<Supplier<Boolean>>();
        for (var image : plan.images()) {
            checks.add(() -> configuration(repository, image.twin().configuration()));
            checks.add(() -> blob(repository, image.sensor().digest()));
            checks.add(() -> blob(repository, image.settings().digest()));
            image.lazyIndex()
                    .made()
                    .ifPresent(index -> checks.add(() -> manifest(repository, index.digest())));
        }
        for (var manifest : plan.inner()) {
            checks.add(() -> manifest(repository, manifest.digest()));
        }
        Together.of(checks);
    }

    /// Whether all of it can be read back, without complaint when it cannot.
    boolean holds(Plan plan) {
        try {
            verify(plan);
            return true;
        } catch (TransientFailure | PermanentFailure e) {
            return false;
        }
    }

    private boolean configuration(String repository, byte[] configuration) {
        registry.blob(repository, Digest.of(configuration), configuration.length);
        return true;
    }

    private boolean manifest(String repository, Digest digest) {
        if (registry.manifest(repository, digest).isEmpty()) {
            throw lost(repository, digest);
        }
        return true;
    }

    private boolean blob(String repository, Digest blob) {
        if (!registry.hasBlob(repository, blob)) {
            throw lost(repository, blob);
        }
        return true;
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
