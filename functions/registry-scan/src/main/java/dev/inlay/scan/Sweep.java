package dev.inlay.scan;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Enrolment;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Image;
import dev.inlay.image.Images;
import dev.inlay.image.Progress;
import dev.inlay.image.Push;
import dev.inlay.registry.RegistryListing;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Compares the registry with the catalog: push events are best effort, tags are moved while nobody
/// listens, and what failed deserves another try.
final class Sweep {
    /// What is still underway after this is not underway any more.
    private static final Duration STUCK = Duration.ofHours(1);

    private final RegistryListing registry;
    private final Enrolments enrolments;
    private final Images images;
    private final Orders orders;
    private final Clock clock;

    Sweep(
            RegistryListing registry,
            Enrolments enrolments,
            Images images,
            Orders orders,
            Clock clock) {
        this.registry = registry;
        this.enrolments = enrolments;
        this.images = images;
        this.orders = orders;
        this.clock = clock;
    }

    /// Goes through all repositories; lines for the log. One that fails does not keep the others
    /// from their turn.
    List<String> run() {
        var told = new ArrayList<String>();
        for (var repository : registry.repositories()) {
            try {
                enrolments
                        .deciding(repository)
                        .ifPresent(enrolment -> told.addAll(sweep(repository, enrolment)));
            } catch (TransientFailure | PermanentFailure e) {
                told.add("left for the next sweep: " + repository + ": " + e.getMessage());
            }
        }
        return told;
    }

    private List<String> sweep(String repository, Enrolment enrolment) {
        var told = new ArrayList<String>();
        var tags = Set.copyOf(registry.tags(repository));
        for (var tag : tags.stream().sorted().toList()) {
            if (enrolment.covers(repository, tag)) {
                boolean published = tags.contains(enrolment.mapping().apply(tag));
                registry.resolve(repository, tag)
                        .map(digest -> new Push(repository, tag, digest))
                        .ifPresent(push -> told.add(order(push, published)));
            }
        }
        return told;
    }

    private String order(Push push, boolean published) {
        var again =
                images.get(push.repository(), push.digest())
                        .filter(image -> deservesAnother(image, push.tag(), published))
                        .isPresent();
        return orders.place(push, clock.instant(), again);
    }

    private boolean deservesAnother(Image image, String tag, boolean published) {
        boolean old = image.changed().plus(STUCK).isBefore(clock.instant());
        return switch (image.progress()) {
            case Progress.New() -> old;
            case Progress.Queued() -> old;
            case Progress.Running(_) -> old;
            case Progress.Failed(_, _) -> old;
            case Progress.Declined(_) -> false;
            case Progress.Done() -> image.published().containsKey(tag) && !published;
        };
    }
}
