/// The queue port. Work that was accepted is in a queue before the one who brought it hears so.
@NullMarked
package dev.inlay.queue;

import org.jspecify.annotations.NullMarked;
