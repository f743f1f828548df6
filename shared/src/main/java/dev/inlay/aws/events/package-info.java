/// Tells other programs through an event bus of EventBridge.
@NullMarked
package dev.inlay.aws.events;

import org.jspecify.annotations.NullMarked;
