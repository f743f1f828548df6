package dev.inlay.scan;

import dev.inlay.image.Digest;
import dev.inlay.task.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/// Sees to it that somebody works on the INSTRUMENT queue. A task that finds the queue empty for a
/// while ends, and it may do so just when new work arrives: its end is told too, and then the queue
/// is looked at once more, so that nothing waits for the next sweep.
public final class Workforce {
    /// One that was seen running is not asked for again at once: a sweep orders by the hundred.
    private static final Duration BELIEVED = Duration.ofSeconds(30);

    private final Tasks tasks;
    private final LongSupplier waiting;
    private final InstantSource clock;
    private Instant seen = Instant.EPOCH;

    /// @param waiting how much there is in the queue, roughly
    public Workforce(Tasks tasks, LongSupplier waiting, InstantSource clock) {
        this.tasks = tasks;
        this.waiting = waiting;
        this.clock = clock;
    }

    /// Where somebody works on the queue anyway.
    public static Workforce always() {
        return new Workforce(Tasks.always(), () -> 0, InstantSource.system());
    }

    /// There is work. Scans that run at the same time, or again after a crash, start one task: the
    /// token is that of the minute.
    void needed() {
        var now = clock.instant();
        if (now.isBefore(seen.plus(BELIEVED))) {
            return;
        }
        if (!tasks.isRunning()) {
            tasks.start(token("minute " + now.truncatedTo(ChronoUnit.MINUTES)));
        }
        seen = now;
    }

    /// A task ended; a line for the log.
    ///
    /// @param task its name, the same however often its end is told
    String ended(String task) {
        seen = Instant.EPOCH;
        long left = waiting.getAsLong();
        if (left == 0 || tasks.isRunning()) {
            return "a task ended, nothing waits for another: " + task;
        }
        tasks.start(token("after " + task));
        return "a task ended, started another for " + left + " that wait: " + task;
    }

    private static String token(String occasion) {
        return Digest.ofText(occasion).hex().substring(0, 32);
    }
}
