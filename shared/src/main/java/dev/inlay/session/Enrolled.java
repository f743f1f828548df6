package dev.inlay.session;

import dev.inlay.image.Digest;

/// What somebody showed for an image.
///
/// @param epoch of the key that issued the enrolment token; `BY_ROLE` when it was a role
public record Enrolled(Digest image, int epoch) {
    /// No key issued anything: revoking an epoch does not end it, revoking the image does.
    public static final int BY_ROLE = 0;
}
