/// Push or sweep → work to do. In come the registry's events, requests by hand and the schedule's
/// call for a sweep; decided is which of them mean an enrolled image that nobody has taken on yet;
/// out goes one message for each of those.
@NullMarked
package dev.inlay.scan;

import org.jspecify.annotations.NullMarked;
