package dev.inlay.e2e.world;

import dev.inlay.failure.TransientFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waiting for the world to be in a state, instead of sleeping and hoping.
public final class Await {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Await() {}

    /// Returns when it holds; fails when it does not within the limit.
    ///
    /// @param what for the message: "waited 10 s for …"
    public static void until(String what, Duration limit, BooleanSupplier holds) {
        value(what, limit, () -> holds.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /// The first value that appears.
    public static <T> T value(String what, Duration limit, Supplier<Optional<T>> attempt) {
        return within(limit, attempt)
                .orElseThrow(() ->
                        new TransientFailure(
                                "awaited-in-vain",
                                "waited %d ms for %s".formatted(limit.toMillis(), what)));
    }

    /// The first value that appears within the limit, if one does.
    public static <T> Optional<T> within(Duration limit, Supplier<Optional<T>> attempt) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<T> value = attempt.get();
            if (value.isPresent() || System.nanoTime() > deadline) {
                return value;
            }
            pause(PAUSE);
        }
    }

    /// Lets time pass, for what is about time: a visitor who reads the page.
    public static void pause(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure("interrupted", "interrupted while waiting", e);
        }
    }
}
