package dev.inlay.instrument;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.log.Line;
import dev.inlay.log.Lines;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The task on Fargate: works on what waits in the INSTRUMENT queue, stays for the next push for
/// some minutes, and ends. registry-scan starts it when there is work.
///
/// Ends with 0 when it has nothing more to do or was told to stop, with 1 when it could not go on.
public final class InstrumentTask {
    /// Fargate waits thirty seconds between telling a task to stop and ending it.
    private static final Duration GRACE = Duration.ofSeconds(25);

    private InstrumentTask() {}

    /// Without arguments: everything is in the environment.
    public static void main(String... arguments) {
        System.exit(run(new InstrumentWiring()));
    }

    private static int run(InstrumentWiring wiring) {
        var lines = wiring.lines();
        var ended = new CountDownLatch(1);
        try {
            var drain = wiring.drain(line -> System.out.println(lines.write(line)));
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().unstarted(() -> end(drain, ended)));
            drain.run();
            return 0;
        } catch (TransientFailure | PermanentFailure e) {
            return failed(lines, e);
        } finally {
            ended.countDown();
        }
    }

    private static int failed(Lines lines, RuntimeException e) {
        System.out.println(
                lines.write(Line.of(Line.Result.FAILED, "the task ends: " + e.getMessage())));
        return 1;
    }

    /// What is being worked on is finished; what is not, comes back to the queue by itself.
    private static void end(Drain drain, CountDownLatch ended) {
        drain.stop();
        try {
            var _ = ended.await(GRACE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
