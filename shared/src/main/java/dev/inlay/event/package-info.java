/// What other programs are told of as it happens: images, policies, alerts, coverage. What comes
/// in: the outcomes of every part. What goes out: events with a name and a JSON detail, on
/// EventBridge or in a journal.
@NullMarked
package dev.inlay.event;

import org.jspecify.annotations.NullMarked;
