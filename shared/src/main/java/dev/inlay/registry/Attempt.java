package dev.inlay.registry;

import dev.inlay.failure.TransientFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// The outcome of trying once.
sealed interface Attempt<T> {
    /// An answer, whatever it says.
    record Got<T>(T value) implements Attempt<T> {}

    /// No answer, or one that says to come back.
    ///
    /// @param because what is thrown when patience ends
    /// @param pause what the other side asked for
    record Again<T>(TransientFailure because, Optional<Duration> pause) implements Attempt<T> {}

    default <U> Attempt<U> then(Function<T, Attempt<U>> next) {
        return switch (this) {
            case Got<T>(var value) -> next.apply(value);
            case Again<T>(var because, var pause) -> new Again<>(because, pause);
        };
    }
}
