package dev.inlay.event;

/// Where events go. Told at least once.
@FunctionalInterface
public interface Events {
    /// Returns when it was handed over; throws `TransientFailure` when it should be offered again.
    void tell(Event event);

    /// Nobody listens.
    static Events none() {
        return _ -> {};
    }
}
