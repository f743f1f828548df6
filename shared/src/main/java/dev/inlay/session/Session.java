package dev.inlay.session;

import dev.inlay.image.Digest;
import java.time.Instant;

/// One run of an instrumented image, from the sensor's start to its end.
///
/// @param id unique, unguessable
/// @param expires when the sensor has to open a new one
public record Session(String id, Digest image, Instant expires) {}
