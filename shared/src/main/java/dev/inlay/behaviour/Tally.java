package dev.inlay.behaviour;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// How often and when, in one container, cumulative since its start.
///
/// @param count occurrences
/// @param minutes distinct minutes in which it was seen
/// @param first of the occurrences
/// @param last of the occurrences; both times are kept to the millisecond, as documents spell them
public record Tally(long count, long minutes, Instant first, Instant last) {
    public Tally {
        first = first.truncatedTo(ChronoUnit.MILLIS);
        last = last.truncatedTo(ChronoUnit.MILLIS);
    }

    /// The join of two tallies of the same container: each knows at least what the other forgot, so
    /// taking them in any order, any number of times, gives the same.
    public Tally merge(Tally other) {
        return new Tally(
                Math.max(count, other.count),
                Math.max(minutes, other.minutes),
                first.isBefore(other.first) ? first : other.first,
                last.isAfter(other.last) ? last : other.last);
    }
}
