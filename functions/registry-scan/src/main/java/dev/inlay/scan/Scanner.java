package dev.inlay.scan;

import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Claims;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Image;
import dev.inlay.image.Images;
import dev.inlay.image.Push;
import dev.inlay.queue.Queue;
import dev.inlay.registry.RegistryListing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Decides what a message means.
public final class Scanner {
    private static final Duration FRESH = Duration.ofSeconds(2);

    private final RegistryListing registry;
    private final Enrolments enrolments;
    private final Images images;
    private final Claims claims;
    private final Orders orders;
    private final Departures departures;
    private final Sweep sweep;
    private final Workforce workforce;
    private final InstantSource clock;

    /// @param registry read for requests by hand and sweeps
    /// @param queue takes the work
    /// @param workforce does it
    /// @param sensor build that goes into images now; another than before makes them work again
    public Scanner(
            RegistryListing registry,
            Enrolments enrolments,
            Images images,
            Claims claims,
            Queue queue,
            Workforce workforce,
            String sensor,
            InstantSource clock) {
        this.registry = registry;
        this.enrolments = enrolments;
        this.images = images;
        this.claims = claims;
        this.clock = clock;
        this.workforce = workforce;
        this.orders = new Orders(claims, images, queue, workforce, sensor);
        this.departures = new Departures(registry, images, claims);
        this.sweep = new Sweep(registry, enrolments, images, orders, departures, clock);
    }

    /// Acts on one message body; lines for the log. A `TransientFailure` means: offer it again.
    public List<String> scan(String body) {
        return switch (ScanMessage.parse(body)) {
            case ScanMessage.Pushed(var push, var at) -> List.of(pushed(push, at));
            case ScanMessage.Deleted(var push) -> List.of(departures.deleted(push));
            case ScanMessage.DeletedManifest(var repository, var digest) ->
                    List.of(departures.deleted(repository, digest));
            case ScanMessage.Manual(var repository, var tag) -> List.of(manual(repository, tag));
            case ScanMessage.Sweep() -> sweep.run();
            case ScanMessage.TaskEnded(var task) -> List.of(workforce.ended(task));
            case ScanMessage.Ignored(var because) -> List.of("ignored: " + because);
        };
    }

    /// CNCF's registry tells of a manifest a moment before it writes its tag.
    private boolean isFresh(Instant at) {
        return clock.instant().isBefore(at.plus(FRESH));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private String manual(String repository, String tag) {
        return registry.resolve(repository, tag)
                .map(digest -> orders.request(new Push(repository, tag, digest), clock.instant()))
                .orElse("not there: " + repository + ":" + tag);
    }

    /// Events come late, twice and in any order, with times that are whole seconds or from another
    /// clock: where the tag was seen elsewhere, only the registry knows where it is.
    private String pushed(Push push, Instant at) {
        if (enrolments.covering(push.repository(), push.tag()).isEmpty()) {
            return "not enrolled: " + push;
        }
        boolean again =
                images.get(push.repository(), push.digest()).filter(Image::wasMissed).isPresent();
        if (!claims.isElsewhere(push) && !again) {
            return orders.place(push, at, false);
        }
        var now = registry.resolve(push.repository(), push.tag());
        if (now.filter(push.digest()::equals).isPresent()) {
            return orders.place(push, later(at, clock.instant()), again);
        }
        if (isFresh(at) && registry.hasManifest(push.repository(), push.digest())) {
            throw new TransientFailure(
                    "tag-early",
                    "looking for "
                            + push
                            + ": its tag points at something else, and may not have been written yet; it is looked at again");
        }
        return "overtaken: " + push;
    }
}
