/// The product as its users have it: a registry, a control plane in a process of its own, and the
/// command line.
@NullMarked
package dev.inlay.e2e.plane;

import org.jspecify.annotations.NullMarked;
