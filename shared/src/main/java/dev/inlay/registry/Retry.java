package dev.inlay.registry;

import dev.inlay.failure.TransientFailure;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// How often, and after what pause, a request is tried again: exponential with full jitter, so that
/// many workers turned away together do not come back together. What the registry asks for in
/// `Retry-After` is the least we wait.
public final class Retry {
    private static final int MAX_ATTEMPTS = 6;
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /// Asked to wait longer than this we give up: the queue's own redelivery is the better waiter.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Pause pause;
    private final RandomGenerator random;

    Retry(Pause pause, RandomGenerator random) {
        this.pause = pause;
        this.random = random;
    }

    /// With real pauses.
    public static Retry patient() {
        return new Retry(Thread::sleep, RandomGenerator.getDefault());
    }

    /// Lets time pass.
    @FunctionalInterface
    interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    <T> T until(Supplier<Attempt<T>> work) {
        for (int attempt = 1; ; attempt++) {
            switch (work.get()) {
                case Attempt.Got<T>(var value) -> {
                    return value;
                }
                case Attempt.Again<T>(var because, var asked) -> {
                    var least = asked.orElse(Duration.ZERO);
                    if (attempt == MAX_ATTEMPTS || least.compareTo(PATIENCE) > 0) {
                        throw because;
                    }
                    wait(least.plus(jitter(attempt)), because);
                }
            }
        }
    }

    /// Lets time pass that was agreed on beforehand.
    void pause(Duration duration) {
        if (!duration.isZero()) {
            wait(duration, new TransientFailure("interrupted", "waiting for a turn: interrupted"));
        }
    }

    private Duration jitter(int attempt) {
        long ceiling = Math.min(LONGEST.toMillis(), FIRST.toMillis() << (attempt - 1));
        return Duration.ofMillis(random.nextLong(ceiling + 1));
    }

    private void wait(Duration duration, TransientFailure because) {
        try {
            pause.of(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            because.addSuppressed(e);
            throw because;
        }
    }
}
