package dev.inlay.session;

import dev.inlay.image.Digest;

/// What the enrolment token of an image proves.
///
/// @param epoch of the key that issued it
public record Enrolled(Digest image, int epoch) {}
