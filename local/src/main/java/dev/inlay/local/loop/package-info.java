/// What Lambda and SQS do on AWS: takes messages from the queues, calls the functions' handlers
/// with the real events, honours what they answer, and calls on schedule what looks for things
/// nobody told of.
@NullMarked
package dev.inlay.local.loop;

import org.jspecify.annotations.NullMarked;
