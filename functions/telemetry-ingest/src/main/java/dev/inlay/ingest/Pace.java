package dev.inlay.ingest;

import java.time.Duration;

/// How eager to be. What is new is always written and told at once; this is about higher counts of
/// what is known.
///
/// @param rewrite a known behaviour is written again only when it was last seen this much later; a
///   container that dies loses the counts of at most this time
/// @param heartbeat that a container still runs is written again after this time; with a sensor's
///   longest interval it stays below what counts as silence
/// @param evaluate an image without anything new is evaluated again after this time
public record Pace(Duration rewrite, Duration heartbeat, Duration evaluate) {
    /// Where a write costs nothing: everything acknowledged is exact.
    public static final Pace EXACT = new Pace(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(5));

    /// Where every write is billed.
    public static final Pace THRIFTY =
            new Pace(Duration.ofMinutes(15), Duration.ofMinutes(9), Duration.ofMinutes(15));
}
