/// The embedded store: one SQLite file for the four tables and for the queues. What comes in:
/// documents and messages. What is decided: nothing; what was acknowledged is on the disk. What
/// goes out: the same to whoever asks, also after `kill -9`, and to any SQLite tool that opens the
/// file.
@NullMarked
package dev.inlay.local.sqlite;

import org.jspecify.annotations.NullMarked;
