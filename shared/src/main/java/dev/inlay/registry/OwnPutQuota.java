package dev.inlay.registry;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// A quota that one process has to itself.
public final class OwnPutQuota implements PutQuota {
    private final PutRate rate;
    private final InstantSource clock;
    private PutPace pace = PutPace.FRESH;

    public OwnPutQuota(PutRate rate, InstantSource clock) {
        this.rate = rate;
        this.clock = clock;
    }

    @Override
    public synchronized Optional<Duration> take() {
        var now = clock.instant();
        var taken = pace.take(rate, now);
        var wait = taken.wait(rate, now);
        if (wait.compareTo(PATIENCE) > 0) {
            return Optional.empty();
        }
        pace = taken;
        return Optional.of(wait);
    }

    @Override
    public synchronized void turnedAway() {
        pace = pace.turnedAway(rate, clock.instant());
    }
}
