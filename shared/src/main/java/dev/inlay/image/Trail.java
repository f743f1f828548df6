package dev.inlay.image;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What became of an image, and when.
///
/// @param seen when it was first heard of
/// @param changed when this was last written
/// @param gone when the original was found to be no longer in the repository; empty while it is
/// @param steps of the latest work on it, as they began
public record Trail(Instant seen, Instant changed, Optional<Instant> gone, List<Begun> steps) {
    public Trail {
        steps = List.copyOf(steps);
    }

    /// A step that began.
    public record Begun(Step step, Instant at) {}

    /// Just heard of.
    static Trail from(Instant now) {
        return new Trail(now, now, Optional.empty(), List.of());
    }

    Trail changed(Instant now) {
        return new Trail(seen, now, gone, steps);
    }

    Trail gone(Instant now) {
        return gone.isPresent() ? this : new Trail(seen, changed, Optional.of(now), steps);
    }

    Trail there() {
        return new Trail(seen, changed, Optional.empty(), steps);
    }

    /// New work.
    Trail queued() {
        return new Trail(seen, changed, gone, List.of());
    }

    /// Work that begins anew, because the last attempt broke off, begins its list anew.
    Trail began(Step step, Instant now) {
        var before = new ArrayList<>(steps);
        before.removeIf(begun -> begun.step().compareTo(step) >= 0);
        before.add(new Begun(step, now));
        return new Trail(seen, changed, gone, before);
    }
}
