/// The two ways in which work fails: a transient one is tried again, a permanent one is parked with
/// its reason. Expected outcomes (not found, refused, nothing to do) are values, not failures.
@NullMarked
package dev.inlay.failure;

import org.jspecify.annotations.NullMarked;
