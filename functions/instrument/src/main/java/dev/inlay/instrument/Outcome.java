package dev.inlay.instrument;

import dev.inlay.image.Digest;
import dev.inlay.image.Reason;
import java.util.Optional;

/// What became of a push.
public sealed interface Outcome {
    /// The instrumented image is in the repository under its tag.
    ///
    /// @param plan what it is
    /// @param bytesSent of blobs; 0 when everything was there already
    /// @param unattested why there is no attestation about it in the repository, if there is none
    record Instrumented(Plan plan, long bytesSent, Optional<Reason> unattested)
            implements Outcome {}

    /// Nothing was done, for a reason that will not go away.
    record Declined(Reason reason) implements Outcome {}

    /// The tag points at something else by now, which is what has to be instrumented.
    record Moved(Digest now) implements Outcome {}
}
