/// Docker as a person uses it: its command line. What a test sees here (which processes run, which
/// files exist, what a container answered) comes from the machine and not from the product.
@NullMarked
package dev.inlay.e2e.docker;

import org.jspecify.annotations.NullMarked;
