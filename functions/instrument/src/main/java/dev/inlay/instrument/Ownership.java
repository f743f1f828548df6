package dev.inlay.instrument;

import dev.inlay.image.Classification;
import dev.inlay.image.Classifier;
import dev.inlay.image.Inspector;
import dev.inlay.image.Manifest;
import dev.inlay.image.Platform;
import dev.inlay.registry.ImageStore;
import java.util.Optional;
import java.util.Set;

/// Whether what a tag holds was put there by us, so that a newer one may take its place.
final class Ownership {
    private static final int MAX_CONFIGURATION = 8 * 1024 * 1024;

    private final ImageStore registry;
    private final Classifier classifier;

    /// @param supported platforms there is a sensor for
    Ownership(ImageStore registry, Set<Platform> supported) {
        this.registry = registry;
        this.classifier = new Classifier(supported);
    }

    /// An index is ours when one of its images is.
    boolean isOurs(String repository, Manifest manifest) {
        return isOurs(repository, manifest, 0);
    }

    private boolean isOurs(String repository, Manifest manifest, int depth) {
        return switch (classifier.classify(manifest)) {
            case Classification.Declined _ -> false;
            case Classification.Single(_, var config) ->
                    Inspector.isOurs(registry.blob(repository, config, MAX_CONFIGURATION));
            case Classification.Index(_, var children) ->
                    depth < Planner.MAX_DEPTH
                            && children.stream()
                                    .filter(Classification.Child.Candidate.class::isInstance)
                                    .map(child -> registry.manifest(repository, child.digest()))
                                    .flatMap(Optional::stream)
                                    .anyMatch(child -> isOurs(repository, child, depth + 1));
        };
    }
}
