/// What people are told. What comes in: violations and detections, as often as they happen. What is
/// decided: which of them are one thing, how grave it is, how to say it. What goes out: an alert,
/// told once and counted from then on.
@NullMarked
package dev.inlay.alert;

import org.jspecify.annotations.NullMarked;
