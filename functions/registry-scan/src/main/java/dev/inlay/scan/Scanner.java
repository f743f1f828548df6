package dev.inlay.scan;

import dev.inlay.image.Claims;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Images;
import dev.inlay.image.Push;
import dev.inlay.queue.Queue;
import dev.inlay.registry.RegistryListing;
import java.time.Clock;
import java.util.List;

/// Decides what a message means.
public final class Scanner {
    private final RegistryListing registry;
    private final Enrolments enrolments;
    private final Images images;
    private final Claims claims;
    private final Orders orders;
    private final Sweep sweep;
    private final Clock clock;

    /// @param registry read for requests by hand and sweeps
    /// @param queue takes the work
    /// @param sensor build that goes into images now; another than before makes them work again
    public Scanner(
            RegistryListing registry,
            Enrolments enrolments,
            Images images,
            Claims claims,
            Queue queue,
            String sensor,
            Clock clock) {
        this.registry = registry;
        this.enrolments = enrolments;
        this.images = images;
        this.claims = claims;
        this.clock = clock;
        this.orders = new Orders(claims, images, queue, sensor);
        this.sweep = new Sweep(registry, enrolments, images, orders, clock);
    }

    /// Acts on one message body; lines for the log. A `TransientFailure` means: offer it again.
    public List<String> scan(String body) {
        return switch (ScanMessage.parse(body)) {
            case ScanMessage.Pushed(var push, var at) ->
                    List.of(
                            enrolments.covering(push.repository(), push.tag()).isPresent()
                                    ? orders.place(push, at, false)
                                    : "not enrolled: " + push);
            case ScanMessage.Deleted(var push) -> List.of(deleted(push));
            case ScanMessage.Manual(var repository, var tag) -> List.of(manual(repository, tag));
            case ScanMessage.Sweep() -> sweep.run();
            case ScanMessage.Ignored(var because) -> List.of("ignored: " + because);
        };
    }

    private String manual(String repository, String tag) {
        return registry.resolve(repository, tag)
                .map(digest ->
                        orders.place(new Push(repository, tag, digest), clock.instant(), true))
                .orElse("not there: " + repository + ":" + tag);
    }

    /// Events come in any order: the tag may be there again.
    private String deleted(Push push) {
        if (registry.resolve(push.repository(), push.tag()).isPresent()) {
            return "deleted and pushed again: " + push;
        }
        claims.release(push.repository(), push.tag());
        images.untagged(push);
        return "deleted: " + push;
    }
}
