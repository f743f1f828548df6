/// The command line. What comes in: what people and scripts type. What goes out: tables for people,
/// the control plane's own JSON for scripts, and an exit code: 0 done, 1 failed, 2 wrong usage, 3
/// nothing to do.
@NullMarked
package dev.inlay.local.cli;

import org.jspecify.annotations.NullMarked;
