package dev.inlay.instrument;

import dev.inlay.image.Digest;
import dev.inlay.image.Reason;

/// Whether there is something to do.
public sealed interface Planning {
    /// There is.
    record Planned(Plan plan) implements Planning {}

    /// There is not, for good.
    record Declined(Reason reason) implements Planning {}

    /// The tag points at something else by now.
    record Moved(Digest now) implements Planning {}
}
