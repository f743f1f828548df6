package dev.inlay.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparing;

import dev.inlay.storage.Write.Condition;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The table's twin for tests: the same contract, nothing durable.
public final class MemoryTable implements Table {
    private final InstantSource clock;
    private final TreeMap<Key, Row> rows =
            new TreeMap<>(
                    comparing(Key::partition)
                            .thenComparing(
                                    key -> key.sort().getBytes(UTF_8), Arrays::compareUnsigned));

    /// Documents never expire unless the clock passes their time.
    public MemoryTable(InstantSource clock) {
        this.clock = clock;
    }

    /// The four tables of a control plane, each empty.
    public static Tables four(InstantSource clock) {
        return new Tables(
                new MemoryTable(clock),
                new MemoryTable(clock),
                new MemoryTable(clock),
                new MemoryTable(clock));
    }

    /// With the real clock.
    public MemoryTable() {
        this(InstantSource.system());
    }

    @Override
    public synchronized Optional<Row> get(Key key) {
        return Optional.ofNullable(rows.get(key)).filter(this::isAlive);
    }

    @Override
    public synchronized List<Row> query(
            String partition, String sortPrefix, Optional<String> after, int limit) {
        Table.checkLimit(limit);
        return rows.values().stream()
                .filter(row -> row.key().partition().equals(partition))
                .filter(row -> row.key().sort().startsWith(sortPrefix))
                .filter(row -> after.isEmpty() || isBehind(row.key().sort(), after.get()))
                .filter(this::isAlive)
                .limit(limit)
                .toList();
    }

    private static boolean isBehind(String sort, String after) {
        return Arrays.compareUnsigned(sort.getBytes(UTF_8), after.getBytes(UTF_8)) > 0;
    }

    @Override
    public synchronized boolean transact(List<Write> writes) {
        Table.checkTransaction(writes);
        if (!writes.stream().allMatch(this::holds)) {
            return false;
        }
        writes.forEach(this::apply);
        return true;
    }

    private boolean holds(Write write) {
        var condition =
                switch (write) {
                    case Write.Put put -> put.condition();
                    case Write.Delete delete -> delete.condition();
                };
        var there = get(write.key());
        return switch (condition) {
            case Condition.Always() -> true;
            case Condition.Absent() -> there.isEmpty();
            case Condition.AtRevision(long revision) ->
                    there.filter(row -> row.revision() == revision).isPresent();
        };
    }

    private void apply(Write write) {
        switch (write) {
            case Write.Put(var key, var document, var expires, _) -> {
                long revision = get(key).map(Row::revision).orElse(0L) + 1;
                rows.put(key, new Row(key, document, revision, expires));
            }
            case Write.Delete(var key, _) -> rows.remove(key);
        }
    }

    private boolean isAlive(Row row) {
        return row.expires().isEmpty() || row.expires().get().isAfter(clock.instant());
    }
}
