/// What an image is allowed to do. What comes in: an image's profile, its predecessor's policy,
/// what a person decided. What is decided: the rules, what generalising them grants that was never
/// seen, and the verdict on a behaviour, the same as the sensor's. What goes out: versioned,
/// immutable, signed policies.
@NullMarked
package dev.inlay.policy;

import org.jspecify.annotations.NullMarked;
