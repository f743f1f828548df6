/// The whole flow on one machine: the functions' handlers, unchanged, with the embedded store and
/// queue behind them and an HTTP front before them.
@NullMarked
package dev.inlay.local;

import org.jspecify.annotations.NullMarked;
