package dev.inlay.image;

import java.util.List;

/// What a manifest turned out to be.
public sealed interface Classification {
    /// An image for one platform; its configuration says which.
    ///
    /// @param config digest of the configuration blob
    record Single(Manifest manifest, Digest config) implements Classification {}

    /// Several platforms.
    record Index(Manifest manifest, List<Child> children) implements Classification {}

    /// Nothing that can be instrumented.
    record Declined(Reason reason) implements Classification {}

    /// An entry of an index.
    sealed interface Child {
        /// What the index refers to.
        Digest digest();

        /// To be looked at.
        record Candidate(Digest digest, Platform platform) implements Child {}

        /// Stays in the index as it is.
        record Kept(Digest digest, Platform platform, Reason reason) implements Child {}

        /// Stays in the index, for one of its images.
        record Companion(Digest digest) implements Child {}

        /// Leaves the index: what it says is about a manifest that is no longer there.
        record Dropped(Digest digest, Reason reason) implements Child {}
    }
}
