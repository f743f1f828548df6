/// The HTTP front of one machine, in the place of API Gateway. What comes in: requests of sensors,
/// people and registries. What is decided: how large they may be, and whether a frame is one and
/// belongs to the session that sends it. What goes out: messages in a queue before the sender hears
/// so, and everything else as the gateway's event to the console's handler.
@NullMarked
package dev.inlay.local.http;

import org.jspecify.annotations.NullMarked;
