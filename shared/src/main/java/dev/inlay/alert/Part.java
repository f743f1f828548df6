package dev.inlay.alert;

import dev.inlay.profile.Testimony;
import java.time.Instant;
import java.util.Comparator;

/// One behaviour's share of an alert. A hundred commands through one shell are one alert; what each
/// of them was is still to be read in it.
///
/// @param containers that showed it
/// @param last when it last happened
/// @param exactly the command line or path of that time, shortened; empty when the sensor named
///   none
public record Part(long count, long containers, Instant last, String exactly) {
    /// Twenty of them fit into a row of the findings table with everything else.
    static final int MAX_EXACTLY = 2_000;

    private static final Comparator<Part> AGE =
            Comparator.comparing(Part::last).thenComparing(Part::exactly);

    static Part of(long count, long containers, Testimony testimony) {
        return new Part(
                count,
                containers,
                testimony.at(),
                CommandLine.of(testimony.example(), MAX_EXACTLY));
    }

    /// The join.
    Part merge(Part other) {
        var later = AGE.compare(this, other) >= 0 ? this : other;
        return new Part(
                Math.max(count, other.count),
                Math.max(containers, other.containers),
                later.last,
                later.exactly);
    }
}
