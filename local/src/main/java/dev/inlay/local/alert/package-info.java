/// Tells people on one machine what was found: a line of the journal for whoever looks, and
/// webhooks for programs. What has to reach a webhook waits in a queue until it did.
@NullMarked
package dev.inlay.local.alert;

import org.jspecify.annotations.NullMarked;
