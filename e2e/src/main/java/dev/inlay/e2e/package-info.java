/// The whole product against real containers and real attacks: the demonstration that people run,
/// and the tests that share its parts.
@NullMarked
package dev.inlay.e2e;

import org.jspecify.annotations.NullMarked;
