package dev.inlay.e2e.story;

import dev.inlay.failure.PermanentFailure;

/// What a step has to find in the world.
final class Seen {
    private Seen() {}

    /// Fails unless it holds.
    ///
    /// @param what completes "expected to see …"
    static void that(boolean holds, String what) {
        if (!holds) {
            throw new PermanentFailure("not-seen", "expected to see " + what);
        }
    }
}
