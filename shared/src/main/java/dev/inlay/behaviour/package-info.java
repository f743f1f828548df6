/// What containers do, as their sensors tell it. What comes in: frames, written by sensors,
/// readable and forgeable by whoever took over a container. What is decided: whether a frame is
/// one, within its limits. What goes out: behaviours, each with a stable key, and what a container
/// said of itself.
@NullMarked
package dev.inlay.behaviour;

import org.jspecify.annotations.NullMarked;
