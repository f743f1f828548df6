package dev.inlay.registry;

import java.time.Duration;
import java.time.Instant;

/// Where a registry's puts stand: a token bucket, written as the moment at which it has the next
/// token, and how much slower than usual it fills since the registry turned somebody away.
///
/// @param next when the next put is due; in the past after a rest
/// @param slowed how often the interval was doubled
/// @param since when it was doubled last
record PutPace(Instant next, int slowed, Instant since) {
    /// 429s that come together are one sign, not many.
    private static final Duration WAVE = Duration.ofSeconds(1);

    /// After this long in peace the interval is halved again.
    private static final Duration CALM = Duration.ofSeconds(30);

    private static final int MAX_SLOWED = 6;

    /// Rested, at the usual pace.
    static final PutPace FRESH = new PutPace(Instant.EPOCH, 0, Instant.EPOCH);

    /// One put more; `wait` of the result says when it may happen.
    PutPace take(PutRate rate, Instant now) {
        var interval = rate.interval(slowed(now));
        var rested = now.minus(interval.multipliedBy(rate.burst() - 1L));
        var due = next.isAfter(rested) ? next : rested;
        return new PutPace(due.plus(interval), slowed, since);
    }

    /// How long the put that was taken last has to wait.
    Duration wait(PutRate rate, Instant now) {
        var due = next.minus(rate.interval(slowed(now)));
        return due.isAfter(now) ? Duration.between(now, due) : Duration.ZERO;
    }

    /// The registry turned a put away: whoever else pushes has the rest of the quota, so we take
    /// less of it, and nothing that was saved up.
    PutPace turnedAway(PutRate rate, Instant now) {
        if (slowed > 0 && now.isBefore(since.plus(WAVE))) {
            return this;
        }
        int slower = Math.min(slowed(now) + 1, MAX_SLOWED);
        var later = now.plus(rate.interval(slower));
        return new PutPace(next.isAfter(later) ? next : later, slower, now);
    }

    int slowed(Instant now) {
        long calm = Math.max(0, Duration.between(since, now).dividedBy(CALM));
        return (int) Math.max(0, slowed - calm);
    }
}
