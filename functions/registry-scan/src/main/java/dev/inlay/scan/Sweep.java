package dev.inlay.scan;

import dev.inlay.document.Reading;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.Enrolment;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Image;
import dev.inlay.image.Images;
import dev.inlay.image.Progress;
import dev.inlay.image.Push;
import dev.inlay.registry.RegistryListing;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Compares the registry with the catalog: push events are best effort, tags are moved while nobody
/// listens, and what failed deserves another try.
final class Sweep {
    /// What is still underway after this is not underway any more.
    private static final Duration STUCK = Duration.ofHours(1);

    private final RegistryListing registry;
    private final Enrolments enrolments;
    private final Images images;
    private final Orders orders;
    private final Departures departures;
    private final InstantSource clock;

    Sweep(
            RegistryListing registry,
            Enrolments enrolments,
            Images images,
            Orders orders,
            Departures departures,
            InstantSource clock) {
        this.registry = registry;
        this.enrolments = enrolments;
        this.images = images;
        this.orders = orders;
        this.departures = departures;
        this.clock = clock;
    }

    /// Goes through all repositories, those of the registry and those of the catalog; lines for the
    /// log. One that fails does not keep the others from their turn.
    List<String> run() {
        var told = new ArrayList<String>();
        var repositories = new TreeSet<>(registry.repositories());
        repositories.addAll(images.repositories());
        for (var repository : repositories) {
            try {
                told.addAll(sweep(repository));
            } catch (TransientFailure | PermanentFailure e) {
                told.add("left for the next sweep: " + repository + ": " + e.getMessage());
            }
        }
        return told;
    }

    private List<String> sweep(String repository) {
        var tags = Set.copyOf(registry.tags(repository));
        var enrolment = enrolments.deciding(repository);
        var where = new TreeMap<String, Digest>();
        for (var tag : tags) {
            if (enrolment.filter(each -> each.covers(repository, tag)).isPresent()) {
                registry.resolve(repository, tag).ifPresent(digest -> where.put(tag, digest));
            }
        }
        departures.sweep(repository, tags, where);
        return enrolment.map(each -> order(repository, where, tags, each)).orElse(List.of());
    }

    private List<String> order(
            String repository, Map<String, Digest> where, Set<String> tags, Enrolment enrolment) {
        var told = new ArrayList<String>();
        where.forEach((tag, digest) -> {
            boolean published = tags.contains(enrolment.mapping().apply(tag));
            told.add(order(new Push(repository, tag, digest), published));
        });
        return told;
    }

    private String order(Push push, boolean published) {
        var again =
                images.look(push.repository(), push.digest())
                        .filter(found -> deservesAnother(found, push.tag(), published))
                        .isPresent();
        return orders.place(push, clock.instant(), again);
    }

    /// Done again, the work says of the image what cannot be read.
    private boolean deservesAnother(Reading<Image> found, String tag, boolean published) {
        return switch (found) {
            case Reading.Read<Image>(var image) -> deservesAnother(image, tag, published);
            case Reading.Malformed<Image> _ -> true;
        };
    }

    private boolean deservesAnother(Image image, String tag, boolean published) {
        boolean old = image.changed().plus(STUCK).isBefore(clock.instant());
        return switch (image.progress()) {
            case Progress.New() -> old;
            case Progress.Queued() -> old;
            case Progress.Running(_) -> old;
            case Progress.Failed(_, _) -> old;
            case Progress.Declined(_) -> image.wasMissed();
            // Several tags share one image: done under another one is not done under this.
            case Progress.Done() -> image.published().containsKey(tag) ? !published : old;
        };
    }
}
