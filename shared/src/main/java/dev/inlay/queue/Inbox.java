package dev.inlay.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The receiving end of one queue, for what is no function: a task asks for its work itself. A
/// received message is hidden from others for a while and comes back unless it is done.
///
/// All calls throw `TransientFailure` when the queue could not be reached.
public interface Inbox {
    /// One message, hidden for as long as the queue says; empty when none came in that time.
    ///
    /// @param wait how long to wait for one, at most 20 s
    Optional<Delivery> receive(Duration wait);

    /// Whoever works on it needs it hidden for this much longer, from now.
    void extend(Delivery delivery, Duration hidden);

    /// It is not delivered again.
    void done(Delivery delivery);

    /// It is delivered again after a pause; after some receives the queue parks it.
    void giveBack(Delivery delivery, Duration pause);

    /// One message as one receiver holds it.
    ///
    /// @param id of the message, the same at every delivery
    /// @param receipt of this delivery
    /// @param receives how often it was delivered, this time included
    record Delivery(String id, String receipt, String body, int receives, Instant sent) {}
}
