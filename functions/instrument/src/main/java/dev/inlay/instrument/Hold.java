package dev.inlay.instrument;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.queue.Inbox;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Keeps a message hidden from others for as long as somebody works on it: a registry may take its
/// time, and two who work on the same image would do it twice.
final class Hold {
    private final Inbox inbox;
    private final Duration period;
    private final Duration hidden;

    /// @param period between two extensions
    /// @param hidden asked for with each: several periods, so that one that fails does no harm
    Hold(Inbox inbox, Duration period, Duration hidden) {
        this.inbox = inbox;
        this.period = period;
        this.hidden = hidden;
    }

    /// Until it is closed.
    Held on(Inbox.Delivery delivery) {
        var timer =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("hold-" + delivery.id()).factory());
        var _ =
                timer.scheduleAtFixedRate(
                        () -> extend(delivery), 0, period.toMillis(), TimeUnit.MILLISECONDS);
        return new Held(timer);
    }

    /// One that fails is made up for by the next; at worst the work is done twice, which changes
    /// nothing.
    private void extend(Inbox.Delivery delivery) {
        try {
            inbox.extend(delivery, hidden);
        } catch (TransientFailure | PermanentFailure e) {
            System.err.println(
                    "keeping message " + delivery.id() + " from others: " + e.getMessage());
        }
    }

    /// Ends it. Nothing is extended any more when `close` returns.
    record Held(ScheduledExecutorService timer) implements AutoCloseable {
        @Override
        public void close() {
            timer.shutdownNow();
            timer.close();
        }
    }
}
