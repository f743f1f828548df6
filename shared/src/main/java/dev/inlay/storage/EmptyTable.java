package dev.inlay.storage;

import java.util.List;
import java.util.Optional;

/// Holds nothing and keeps nothing: for a pass that shall change nothing.
public final class EmptyTable implements Table {
    /// All four.
    public static Tables all() {
        var empty = new EmptyTable();
        return new Tables(empty, empty, empty, empty);
    }

    @Override
    public Optional<Row> get(Key key) {
        return Optional.empty();
    }

    @Override
    public List<Row> query(String partition, String sortPrefix, Optional<String> after, int limit) {
        Table.checkLimit(limit);
        return List.of();
    }

    @Override
    public boolean transact(List<Write> writes) {
        Table.checkTransaction(writes);
        return true;
    }
}
