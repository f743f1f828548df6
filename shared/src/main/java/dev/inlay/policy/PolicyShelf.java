package dev.inlay.policy;

import dev.inlay.image.Digest;

/// Where sensors fetch policies that reach no API of ours: the document of `GET /v1/policy` under a
/// name that follows from the image.
@FunctionalInterface
public interface PolicyShelf {
    /// Puts a version there; one that is not newer than what lies there changes nothing, in
    /// whatever order two arrive. Throws `TransientFailure` when it should be offered again.
    void put(Digest image, long version, SignedPolicy signed);

    /// Every sensor asks the API.
    static PolicyShelf none() {
        return (_, _, _) -> {};
    }
}
