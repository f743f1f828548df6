package dev.inlay.storage;

import dev.inlay.document.Reading;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Joins what comes with what is stored of it. What is stored and cannot be read is put aside as it
/// is, and the document begins anew: for documents that are told again by whoever they tell of.
///
/// @param what one of them is, for people: `container`
public record Joint<T>(
        Table table,
        String what,
        BiFunction<Key, String, Reading<T>> reader,
        Function<T, String> writer) {
    /// Joins, and writes if that changes anything.
    ///
    /// @param expires the document lives at least until then; empty for ever
    /// @param change from what is stored, or empty, to the next; pure, for it may run several times
    public Joined<T> join(Key key, Optional<Instant> expires, Function<Optional<T>, T> change) {
        return switch (attempt(key, expires, change)) {
            case Reading.Read<T>(var now) -> new Joined<>(now, Optional.empty());
            case Reading.Malformed<T>(var because) -> {
                Aside.put(table, key, expires, row -> read(row).found().isEmpty());
                var unreadable = new Unreadable(what, key, because);
                yield new Joined<>(
                        attempt(key, expires, change)
                                .stored("the " + what + " at " + unreadable.place()),
                        Optional.of(unreadable));
            }
        };
    }

    private Reading<T> attempt(
            Key key, Optional<Instant> expires, Function<Optional<T>, T> change) {
        var step = new Step(key, change);
        if (expires.isPresent()) {
            table.merge(key, expires.get(), step);
        } else {
            table.merge(key, step);
        }
        return step.outcome;
    }

    /// One document.
    public Reading<T> read(Row row) {
        return reader.apply(row.key(), row.document());
    }

    /// The outcome is remembered as it was joined last: reading the document again, which was just
    /// written, would take as long as everything else.
    private final class Step implements UnaryOperator<Optional<String>> {
        private final Key key;
        private final Function<Optional<T>, T> change;
        private Reading<T> outcome = new Reading.Malformed<>("it was not read yet");

        private Step(Key key, Function<Optional<T>, T> change) {
            this.key = key;
            this.change = change;
        }

        /// A document that does not change is returned as it is, and so is one that cannot be read.
        @Override
        public Optional<String> apply(Optional<String> before) {
            if (before.isEmpty()) {
                return Optional.of(written(change.apply(Optional.empty())));
            }
            outcome = reader.apply(key, before.get());
            return outcome.found()
                    .flatMap(stored -> {
                        var next = change.apply(Optional.of(stored));
                        return next.equals(stored) ? Optional.empty() : Optional.of(written(next));
                    })
                    .or(() -> before);
        }

        private String written(T next) {
            outcome = new Reading.Read<>(next);
            return writer.apply(next);
        }
    }
}
