package dev.inlay.instrument;

import dev.inlay.failure.TransientFailure;
import dev.inlay.log.Line;
import dev.inlay.queue.Inbox;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/// Works on one message after the other until none came for a while.
final class Drain {
    private static final Duration WAIT = Duration.ofSeconds(5);

    /// A queue that does not answer so often in a row is given up; the next scan starts a new task.
    private static final int MAX_SILENCE = 8;

    private static final Duration MOST_PAUSE = Duration.ofSeconds(30);
    private static final Duration MOST_DELAY = Duration.ofMinutes(5);

    /// @param linger how long to stay on an empty queue
    /// @param pause before asking a queue again that did not answer; twice as long each time
    record Patience(Duration linger, Duration pause) {}

    private final Inbox inbox;
    private final Function<Inbox.Delivery, Line> desk;
    private final Hold hold;
    private final Patience patience;
    private final Consumer<Line> log;
    private final InstantSource clock;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /// @param desk takes one message to its outcome
    /// @param hold keeps a message from others while it is worked on
    /// @param patience with a queue that is empty, or away
    Drain(
            Inbox inbox,
            Function<Inbox.Delivery, Line> desk,
            Hold hold,
            Patience patience,
            Consumer<Line> log,
            InstantSource clock) {
        this.inbox = inbox;
        this.desk = desk;
        this.hold = hold;
        this.patience = patience;
        this.log = log;
        this.clock = clock;
    }

    /// Returns when there is nothing to do; throws the queue's `TransientFailure` when it stays
    /// away.
    void run() {
        int silent = 0;
        Instant idle = clock.instant();
        while (stopped.getCount() > 0 && clock.instant().isBefore(idle.plus(patience.linger()))) {
            try {
                var delivery = inbox.receive(WAIT);
                silent = 0;
                if (delivery.isPresent()) {
                    work(delivery.get());
                    idle = clock.instant();
                }
            } catch (TransientFailure e) {
                silent++;
                if (silent >= MAX_SILENCE) {
                    throw e;
                }
                log.accept(Line.of(Line.Result.AGAIN, "asking for work again: " + e.getMessage()));
                pause(silent);
            }
        }
    }

    private void work(Inbox.Delivery delivery) {
        Line line;
        try (var _ = hold.on(delivery)) {
            line = desk.apply(delivery);
        }
        var told =
                line.about("message", delivery.id())
                        .count("WaitedMillis", waited(delivery).orElse(0L));
        if (line.result() == Line.Result.AGAIN) {
            inbox.giveBack(delivery, delay(delivery.receives()));
        } else {
            inbox.done(delivery);
        }
        log.accept(told);
    }

    /// From the push, or rather its message, to its outcome.
    private Optional<Long> waited(Inbox.Delivery delivery) {
        return Optional.of(Duration.between(delivery.sent(), clock.instant()).toMillis())
                .filter(millis -> millis >= 0);
    }

    /// One second, then five times as long with every failure.
    private static Duration delay(int receives) {
        var delay = Duration.ofSeconds((long) Math.pow(5, Math.min(receives, 5) - 1));
        return delay.compareTo(MOST_DELAY) > 0 ? MOST_DELAY : delay;
    }

    private void pause(int silent) {
        long millis = patience.pause().toMillis() << (silent - 1);
        try {
            var _ = stopped.await(Math.min(millis, MOST_PAUSE.toMillis()), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
        }
    }

    /// After the message that is worked on.
    void stop() {
        stopped.countDown();
    }
}
