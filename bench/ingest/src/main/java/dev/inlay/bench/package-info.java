/// Measures: simulated containers drive the real handlers. Nothing of the product depends on it.
@NullMarked
package dev.inlay.bench;

import org.jspecify.annotations.NullMarked;
