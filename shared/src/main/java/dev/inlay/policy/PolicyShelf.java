package dev.inlay.policy;

import dev.inlay.image.Digest;

/// Where sensors fetch policies that reach no API of ours: the document of `GET /v1/policy` under a
/// name that follows from the image.
public interface PolicyShelf {
    /// Puts a version there; one that is not newer than what lies there changes nothing, in
    /// whatever order two arrive. Throws `TransientFailure` when it should be offered again.
    void put(Digest image, long version, SignedPolicy signed);

    /// Whether this version, or a newer one, is known to lie there.
    boolean holds(Digest image, long version);

    /// Every sensor asks the API.
    static PolicyShelf none() {
        return new NoShelf();
    }
}
