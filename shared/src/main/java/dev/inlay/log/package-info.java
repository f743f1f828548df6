/// What a function says of its work: a line for each outcome, the same for people who read a log
/// and for metrics that count lines.
@NullMarked
package dev.inlay.log;

import org.jspecify.annotations.NullMarked;
