package dev.inlay.local.loop;

import java.time.Duration;

/// How long a message that failed waits for its next turn.
public final class Backoff {
    private static final Duration MOST = Duration.ofMinutes(5);

    private Backoff() {}

    /// One second, then five times as long with every failure: a registry that restarts is back
    /// before a message is given up.
    public static Duration after(int receives) {
        var delay = Duration.ofSeconds((long) Math.pow(5, Math.min(receives, 5) - 1));
        return delay.compareTo(MOST) > 0 ? MOST : delay;
    }
}
