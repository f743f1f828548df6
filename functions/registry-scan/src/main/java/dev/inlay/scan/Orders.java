package dev.inlay.scan;

import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Claim;
import dev.inlay.image.Claims;
import dev.inlay.image.Images;
import dev.inlay.image.Order;
import dev.inlay.image.Progress;
import dev.inlay.image.Push;
import dev.inlay.queue.Queue;
import dev.inlay.queue.QueueName;
import dev.inlay.storage.Unreadable;
import java.time.Instant;

/// Puts work into the queue, once for each thing there is to do, and calls for somebody to do it.
/// Claimed first, sent then, noted last: who crashes in between leaves a claim that the redelivered
/// message takes over. Where nobody could be started, the redelivered message tries again.
final class Orders {
    private final Claims claims;
    private final Images images;
    private final Queue queue;
    private final Workforce workforce;
    private final String sensor;

    /// @param sensor version that goes into images now
    Orders(Claims claims, Images images, Queue queue, Workforce workforce, String sensor) {
        this.workforce = workforce;
        this.claims = claims;
        this.images = images;
        this.queue = queue;
        this.sensor = sensor;
    }

    /// Queues the work unless somebody saw to it; a line for the log.
    ///
    /// @param at when the tag was moved there
    /// @param again whether or not it was done before
    String place(Push push, Instant at, boolean again) {
        return place(new Order(push, false), at, again);
    }

    /// The same for what somebody asked for: whether or not it was done before, or is enrolled.
    String request(Push push, Instant at) {
        return place(new Order(push, true), at, true);
    }

    private String place(Order order, Instant at, boolean again) {
        var push = order.push();
        var answer = claims.claim(push, at, sensor, again);
        var lost = "";
        if (answer == Claim.Answer.MINE) {
            lost = images.queued(push).aside().map(Orders::lost).orElse("");
            queue.send(QueueName.INSTRUMENT, order.body());
            claims.sent(push);
        }
        if (waits(push)) {
            workforce.needed();
        }
        return switch (answer) {
            case MINE -> "queued " + push + lost;
            case TAKEN -> "seen to already: " + push;
            case OUTDATED -> "overtaken: " + push;
            case BUSY ->
                    throw new TransientFailure(
                            "claim-busy", "taking on " + push + ": somebody else is just doing it");
        };
    }

    private static String lost(Unreadable image) {
        return "; what was stored of the image at "
                + image.place()
                + " was put aside, for it could not be read: "
                + image.because();
    }

    private boolean waits(Push push) {
        return images.get(push.repository(), push.digest())
                .filter(image -> image.progress() instanceof Progress.Queued)
                .isPresent();
    }
}
