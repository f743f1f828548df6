package dev.inlay.instrument;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Order;
import dev.inlay.log.Line;
import dev.inlay.queue.Arrival;
import dev.inlay.queue.QueueName;
import dev.inlay.queue.Rejections;
import java.time.InstantSource;

/// Takes one message of the INSTRUMENT queue to its outcome, wherever it came from.
final class Desk {
    private final Worker worker;
    private final Rejections rejections;
    private final InstantSource clock;

    Desk(Worker worker, Rejections rejections, InstantSource clock) {
        this.worker = worker;
        this.rejections = rejections;
        this.clock = clock;
    }

    /// What became of it: `AGAIN` when it has to be offered again, otherwise it is done with.
    Line take(String body, Arrival arrival) {
        try {
            return Line.of(Line.Result.DONE, worker.work(Order.parse(body)));
        } catch (TransientFailure e) {
            rejections.failed(arrival, String.valueOf(e.getMessage()), body, clock.instant());
            return Line.of(Line.Result.AGAIN, "offering again: " + e.getMessage())
                    .about("code", e.code());
        } catch (PermanentFailure e) {
            rejections.park(
                    arrival.queue(),
                    QueueName.INSTRUMENT.name(),
                    e.code() + ": " + e.getMessage(),
                    body,
                    clock.instant());
            return Line.of(Line.Result.REJECTED, "rejected: " + e.getMessage())
                    .about("code", e.code());
        }
    }
}
