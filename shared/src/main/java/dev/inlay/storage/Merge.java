package dev.inlay.storage;

import dev.inlay.failure.TransientFailure;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Read, change, write when unchanged: the optimistic loop behind [Table#merge].
final class Merge {
    /// Losing this often means something else is wrong; then the caller's own retry (a queue's)
    /// takes over.
    private static final int MAX_ATTEMPTS = 64;

    private static final long MAX_PAUSE_MICROS = 50_000;

    private Merge() {}

    static Optional<String> until(
            Table table,
            Key key,
            Optional<Instant> expires,
            UnaryOperator<Optional<String>> change) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            var before = table.get(key);
            var document = before.map(Row::document);
            var after = change.apply(document);
            if (after.equals(document) || table.write(replacing(before, key, after, expires))) {
                return after;
            }
            giveWay(key, attempt);
        }
        throw new TransientFailure(
                "merge-contended",
                "merging into "
                        + key
                        + " lost to other writers "
                        + MAX_ATTEMPTS
                        + " times; try again later");
    }

    /// For a random while that grows with every loss: those who write the same document in step
    /// would otherwise stay in step.
    private static void giveWay(Key key, int losses) {
        long most = Math.min(MAX_PAUSE_MICROS, 100L << Math.min(losses, 20));
        try {
            TimeUnit.MICROSECONDS.sleep(ThreadLocalRandom.current().nextLong(most));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure(
                    "interrupted", "merging into " + key + " was interrupted", e);
        }
    }

    private static Write replacing(
            Optional<Row> before, Key key, Optional<String> after, Optional<Instant> expires) {
        Write.Condition unchanged =
                before.<Write.Condition>map(row -> new Write.Condition.AtRevision(row.revision()))
                        .orElseGet(Write.Condition.Absent::new);
        return after.<Write>map(text -> new Write.Put(key, text, later(before, expires), unchanged))
                .orElseGet(() -> new Write.Delete(key, unchanged));
    }

    /// A document without expiry lives for ever; one with it never dies earlier than it was going
    /// to.
    private static Optional<Instant> later(Optional<Row> before, Optional<Instant> expires) {
        var stored = before.flatMap(Row::expires);
        if (before.isPresent() && stored.isEmpty()) {
            return Optional.empty();
        }
        return Stream.concat(stored.stream(), expires.stream()).max(Comparator.naturalOrder());
    }
}
