/// The machine the scenes play on: programs that are run or kept running, conditions that are
/// awaited, and everything that has to be gone afterwards.
@NullMarked
package dev.inlay.e2e.world;

import org.jspecify.annotations.NullMarked;
