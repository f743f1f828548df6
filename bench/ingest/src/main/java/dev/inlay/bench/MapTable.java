package dev.inlay.bench;

import dev.inlay.storage.Key;
import dev.inlay.storage.Row;
import dev.inlay.storage.Table;
import dev.inlay.storage.Write;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// A store that costs nothing, so that what is measured is the handlers. ASCII keys; one
/// transaction at a time.
final class MapTable implements Table {
    private final ConcurrentHashMap<String, ConcurrentSkipListMap<String, Row>> partitions =
            new ConcurrentHashMap<>();

    private ConcurrentSkipListMap<String, Row> partition(String name) {
        return partitions.computeIfAbsent(name, _ -> new ConcurrentSkipListMap<>());
    }

    @Override
    public Optional<Row> get(Key key) {
        return Optional.ofNullable(partition(key.partition()).get(key.sort()));
    }

    @Override
    public List<Row> query(String partition, String sortPrefix, Optional<String> after, int limit) {
        Table.checkLimit(limit);
        return partition(partition)
                .tailMap(after.orElse(sortPrefix), after.isEmpty())
                .values()
                .stream()
                .takeWhile(row -> row.key().sort().startsWith(sortPrefix))
                .limit(limit)
                .toList();
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
        return switch (condition(write)) {
            case Write.Condition.Always() -> true;
            case Write.Condition.Absent() -> get(write.key()).isEmpty();
            case Write.Condition.AtRevision(var revision) ->
                    get(write.key()).filter(row -> row.revision() == revision).isPresent();
        };
    }

    private static Write.Condition condition(Write write) {
        return switch (write) {
            case Write.Put put -> put.condition();
            case Write.Delete delete -> delete.condition();
        };
    }

    private void apply(Write write) {
        var rows = partition(write.key().partition());
        switch (write) {
            case Write.Put put -> {
                long revision = get(put.key()).map(Row::revision).orElse(0L) + 1;
                rows.put(
                        put.key().sort(),
                        new Row(put.key(), put.document(), revision, put.expires()));
            }
            case Write.Delete delete -> rows.remove(delete.key().sort());
        }
    }
}
