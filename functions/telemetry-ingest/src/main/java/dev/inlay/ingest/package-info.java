/// Frames become profiles. What comes in: frames from the queue, each with the session and image
/// that its sender proved. What is decided: whether it is one, what of it is new. What goes out:
/// merged profiles, what is known of containers, and a message for each image that somebody has to
/// look at.
@NullMarked
package dev.inlay.ingest;

import org.jspecify.annotations.NullMarked;
