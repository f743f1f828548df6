/// Who a sensor is. What comes in: the enrolment token that was baked into an image, which any
/// process of the container can read, and later the key of one session, which only the sensor has.
/// What is decided: whether they were issued here, for this image, and still hold. Nothing is
/// looked up for a session key, so any number of receivers can decide it alone.
@NullMarked
package dev.inlay.session;

import org.jspecify.annotations.NullMarked;
