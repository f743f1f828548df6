package dev.inlay.instrument;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Classification;
import dev.inlay.image.Classification.Child;
import dev.inlay.image.Classifier;
import dev.inlay.image.Decline;
import dev.inlay.image.Digest;
import dev.inlay.image.ImageRef;
import dev.inlay.image.Manifest;
import dev.inlay.image.Reason;
import dev.inlay.policy.TrustedKey;
import dev.inlay.registry.ImageStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Checks an instrumented image against everything it says about itself, from its tag to the image
/// it was made of, link by link: whoever exchanges one of them is found. It believes the registry
/// nothing but what a digest proves, and knows the sensors of this build.
public final class Chain {
    private final ImageStore registry;
    private final SensorLayers sensors;
    private final Trust trust;

    /// @param sensors those of this build
    public Chain(ImageStore registry, SensorLayers sensors, Trust trust) {
        this.registry = registry;
        this.sensors = sensors;
        this.trust = trust;
    }

    /// What is believed besides.
    ///
    /// @param sensors digests of stored sensor layers of other builds
    /// @param keys whose signatures count; empty to go by the keys in the image itself, which shows
    ///   that its parts belong together, not who made it
    public record Trust(Set<Digest> sensors, List<TrustedKey> keys) {
        public Trust {
            sensors = Set.copyOf(sensors);
            keys = List.copyOf(keys);
        }
    }

    /// All links, in their order.
    public List<Link> check(ImageRef reference) {
        var found = new Findings();
        manifest(reference, found)
                .ifPresent(root -> {
                    part(reference.repository(), root, 0, found);
                    if (!found.isEmpty()) {
                        attested(reference.repository(), root, found);
                    } else if (!found.isBroken()) {
                        found.broken("labels", "nothing in it is an instrumented image");
                    }
                });
        return found.links();
    }

    private Optional<Manifest> manifest(ImageRef reference, Findings found) {
        var there = tagged(reference);
        var wanted = reference.digest();
        if (there.isEmpty()) {
            found.broken("reference", reference + " is not there");
        } else if (wanted.isPresent() && !there.get().digest().equals(wanted.get())) {
            found.broken(
                    "reference",
                    "tag %s points at %s, not at %s"
                            .formatted(
                                    reference.tag().orElse(""),
                                    there.get().digest(),
                                    wanted.get()));
        } else {
            found.holds("reference", reference.name() + " is " + there.get().digest());
        }
        return there;
    }

    private Optional<Manifest> tagged(ImageRef reference) {
        var repository = reference.repository();
        return reference
                .tag()
                .map(tag -> registry.manifest(repository, tag))
                .orElseGet(() ->
                        reference
                                .digest()
                                .flatMap(digest -> registry.manifest(repository, digest)));
    }

    private void part(String repository, Manifest manifest, int depth, Findings found) {
        switch (new Classifier(sensors.platforms()).classify(manifest)) {
            case Classification.Declined(var reason) -> left(manifest, reason, depth, found);
            case Classification.Single(_, var config) ->
                    new ImageChain(registry, repository, sensors, trust, found)
                            .check(manifest, config);
            case Classification.Index(_, var children) -> {
                for (var child : children) {
                    if (child instanceof Child.Candidate && depth < Planner.MAX_DEPTH) {
                        child(repository, child.digest(), depth, found);
                    }
                }
            }
        }
    }

    /// What nobody expects a sensor in may be in an index.
    private static void left(Manifest manifest, Reason reason, int depth, Findings found) {
        if (depth > 0 && !Decline.declinesTheIndex(reason)) {
            found.absent("manifest", manifest.digest() + ": " + reason.text());
        } else {
            found.broken("manifest", reason.text());
        }
    }

    private void child(String repository, Digest digest, int depth, Findings found) {
        try {
            registry.manifest(repository, digest)
                    .ifPresentOrElse(
                            manifest -> part(repository, manifest, depth + 1, found),
                            () -> found.broken("manifest", digest + " is not there"));
        } catch (PermanentFailure e) {
            found.broken("manifest", String.valueOf(e.getMessage()));
        }
    }

    private void attested(String repository, Manifest root, Findings found) {
        var keys = trust.keys().isEmpty() ? found.keys() : trust.keys();
        new AttestationCheck(new Attestations(registry, repository), keys)
                .check(root.digest(), found.parts(), found);
    }
}
