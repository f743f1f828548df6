package dev.inlay.local.loop;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.inlay.local.Journal;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// What EventBridge's schedules do on AWS. A run that fails does not end the schedule.
public final class Schedule implements AutoCloseable {
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("schedule").factory());
    private final Journal journal;

    /// @param journal hears of runs that fail
    public Schedule(Journal journal) {
        this.journal = journal;
    }

    /// Runs this now and then again and again, each time after the one before is over.
    public Schedule every(Duration pause, String what, Runnable run) {
        var _ =
                timer.scheduleWithFixedDelay(
                        () -> attempt(what, run), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /// Invokes a handler so, as a schedule's rule does.
    public Schedule every(Duration pause, RequestHandler<ScheduledEvent, String> handler) {
        var function = handler.getClass().getSimpleName().replace("Handler", "");
        return every(
                pause,
                "running " + function,
                () ->
                        handler.handleRequest(
                                new ScheduledEvent(),
                                new LocalContext(function, journal, pause.toSeconds())));
    }

    private void attempt(String what, Runnable run) {
        try {
            run.run();
        } catch (RuntimeException e) {
            journal.failed(what, e);
        }
    }

    /// Lets a run that is underway finish.
    @Override
    public void close() {
        timer.close();
    }
}
