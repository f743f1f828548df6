package dev.inlay.instrument;

import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Decline;
import dev.inlay.image.Digest;
import dev.inlay.image.Manifest;
import dev.inlay.image.Reason;
import dev.inlay.registry.ImageStore;
import dev.inlay.registry.Tagging;

/// The moment at which the instrumented image becomes visible: one write of one tag.
final class Publication {
    private final ImageStore registry;
    private final Ownership ownership;

    Publication(ImageStore registry, Ownership ownership) {
        this.registry = registry;
        this.ownership = ownership;
    }

    sealed interface Result {}

    /// The tag points at the instrumented image.
    record Published() implements Result {}

    /// The tag is somebody else's, or may not move.
    record Refused(Reason reason) implements Result {}

    Result publish(Plan plan) {
        var repository = plan.push().repository();
        var there = registry.manifest(repository, plan.tag());
        if (there.isPresent() && there.get().digest().equals(plan.root().digest())) {
            return new Published();
        }
        if (there.isPresent() && !plan.replaces() && !ownership.isOurs(repository, there.get())) {
            return refused(
                    Decline.TARGET_TAKEN,
                    "tag "
                            + plan.tag()
                            + " of "
                            + repository
                            + " holds an image that is not instrumented; it is left alone: rename it, or choose another tag mapping");
        }
        return switch (registry.tag(repository, plan.tag(), plan.root())) {
            case Tagging.Done() -> confirmed(plan);
            case Tagging.Immutable(var said) -> immutable(plan, said);
        };
    }

    /// Read back: with the bytes, platforms and entrypoints are what was planned.
    private Result confirmed(Plan plan) {
        var there = registry.manifest(plan.push().repository(), plan.tag());
        if (there.map(Manifest::digest).filter(plan.root().digest()::equals).isPresent()) {
            return new Published();
        }
        throw new TransientFailure(
                "tag-moved",
                "publishing "
                        + plan.tag()
                        + " of "
                        + plan.push().repository()
                        + ": somebody else moved the tag at the same time; it is tried again");
    }

    /// A repository with immutable tags refuses even the same content.
    private Result immutable(Plan plan, String said) {
        return pointsAt(plan, plan.root().digest())
                ? new Published()
                : refused(
                        Decline.TAG_IMMUTABLE,
                        "tag "
                                + plan.tag()
                                + " of "
                                + plan.push().repository()
                                + " exists with other content and the repository does not let tags move: the registry answered "
                                + said);
    }

    private boolean pointsAt(Plan plan, Digest digest) {
        return registry.resolve(plan.push().repository(), plan.tag())
                .filter(digest::equals)
                .isPresent();
    }

    private static Refused refused(Decline decline, String text) {
        return new Refused(decline.because(text));
    }
}
