package dev.inlay.local;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import java.io.PrintStream;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/// What `inlay up` tells people while it runs: a line for everything that happens.
public final class Journal {
    private final PrintStream out;
    private final InstantSource clock;
    private final Rarely rarely = new Rarely();

    /// @param out standard error: standard output holds what scripts read
    public Journal(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    /// Something happened that may happen every minute: told once an hour.
    public void tellRarely(String line) {
        var now = clock.instant();
        if (rarely.allows(line, now)) {
            tell(line);
        }
    }

    /// Something happened.
    public void tell(String line) {
        out.println(clock.instant().truncatedTo(ChronoUnit.MILLIS) + " " + line);
    }

    /// Something did not work. Our two failures say everything in their message; others are faults,
    /// and their trace is needed.
    public void failed(String attempt, Throwable e) {
        tell(attempt + " failed: " + e.getMessage());
        if (!(e instanceof TransientFailure) && !(e instanceof PermanentFailure)) {
            e.printStackTrace(out);
        }
    }
}
