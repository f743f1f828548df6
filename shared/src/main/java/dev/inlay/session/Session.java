package dev.inlay.session;

import dev.inlay.image.Digest;
import java.time.Instant;

/// One run of an instrumented image, from the sensor's start to its end.
///
/// @param id unique, unguessable
/// @param epoch of the enrolment token that opened it, with which it ends; 0 when it was a role
/// @param expires when the sensor has to open a new one
public record Session(String id, Digest image, int epoch, Instant expires) {}
