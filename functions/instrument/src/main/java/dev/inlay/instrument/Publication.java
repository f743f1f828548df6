package dev.inlay.instrument;

import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Decline;
import dev.inlay.image.Digest;
import dev.inlay.image.Manifest;
import dev.inlay.image.Reason;
import dev.inlay.registry.ImageStore;
import dev.inlay.registry.Tagging;
import java.util.Optional;

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

    /// The source's tag points at something else by now, or at nothing.
    record Overtaken(Optional<Digest> now) implements Result {}

    /// What both tags point at.
    private record Tags(Optional<Digest> source, Optional<Manifest> result) {}

    /// Whether the source's tag moved is looked at before the tag appears and once more after it,
    /// for whoever moved it in between may have been overtaken by us.
    Result publish(Plan plan) {
        var before = tags(plan);
        if (!isStill(plan, before)) {
            return new Overtaken(before.source());
        }
        var there = before.result();
        if (there.map(Manifest::digest).filter(plan.root().digest()::equals).isPresent()) {
            return new Published();
        }
        if (there.isPresent()
                && !plan.replaces()
                && !ownership.isOurs(plan.push().repository(), there.get())) {
            return refused(
                    Decline.TARGET_TAKEN,
                    "tag "
                            + plan.tag()
                            + " of "
                            + plan.push().repository()
                            + " holds an image that is not instrumented; it is left alone: rename it, or choose another tag mapping");
        }
        return switch (registry.tag(plan.push().repository(), plan.tag(), plan.root())) {
            case Tagging.Done() -> confirmed(plan, tags(plan));
            case Tagging.Immutable(var said) -> immutable(plan, said);
        };
    }

    private Tags tags(Plan plan) {
        var push = plan.push();
        return Together.both(
                () -> registry.resolve(push.repository(), push.tag()),
                () -> registry.manifest(push.repository(), plan.tag()),
                Tags::new);
    }

    private static boolean isStill(Plan plan, Tags now) {
        return now.source().filter(plan.push().digest()::equals).isPresent();
    }

    /// Read back: with the bytes, platforms and entrypoints are what was planned.
    private static Result confirmed(Plan plan, Tags now) {
        if (now.result().map(Manifest::digest).filter(plan.root().digest()::equals).isEmpty()) {
            throw new TransientFailure(
                    "tag-moved",
                    "publishing "
                            + plan.tag()
                            + " of "
                            + plan.push().repository()
                            + ": somebody else moved the tag at the same time; it is tried again");
        }
        // Deleted a moment after is what departures are for.
        return now.source().isEmpty() || isStill(plan, now)
                ? new Published()
                : new Overtaken(now.source());
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
