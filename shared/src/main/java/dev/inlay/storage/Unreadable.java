package dev.inlay.storage;

import dev.inlay.log.Line;

/// A stored document of which no more is known: another version wrote it, or it was damaged.
///
/// @param what the document, for people: `container`
/// @param key where it lies, or lay
/// @param because which field, what was expected, what was there
public record Unreadable(String what, Key key, String because) {
    /// For the log of whoever does without it.
    ///
    /// @param then what becomes of it, and what to do
    public Line leftOut(String then) {
        return line("left out the " + what + " at " + place() + ": " + because, then);
    }

    /// For the log of whoever put it aside.
    ///
    /// @param then what was lost with it, and what to do
    public Line putAside(String then) {
        return line(
                "put aside what was stored of the "
                        + what
                        + " at "
                        + place()
                        + " and began it anew: "
                        + because,
                then);
    }

    /// Partition and sort key, as they are looked for.
    public String place() {
        return key.partition() + " / " + key.sort();
    }

    private Line line(String did, String then) {
        return Line.of(
                        Line.Result.REJECTED,
                        did + "; it was written by another version or changed by hand; " + then)
                .about("partition", key.partition())
                .about("sort", key.sort());
    }
}
