package dev.inlay.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Time that stands still until somebody moves it: hours pass in a test or a simulation at once.
public final class SettableClock implements InstantSource {
    private volatile Instant now;

    /// Stands at this time.
    public SettableClock(Instant now) {
        this.now = now;
    }

    /// Goes to this time, forwards or backwards.
    public void set(Instant time) {
        now = time;
    }

    /// Goes on from where it stands. One thread moves it; any may read it.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public void advance(Duration step) {
        now = now.plus(step);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
