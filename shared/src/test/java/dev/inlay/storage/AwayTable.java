package dev.inlay.storage;

import dev.inlay.failure.TransientFailure;
import java.util.List;
import java.util.Optional;

/// A store that does not answer.
public final class AwayTable implements Table {
    @Override
    public Optional<Row> get(Key key) {
        throw away();
    }

    @Override
    public List<Row> query(String partition, String prefix, Optional<String> after, int limit) {
        throw away();
    }

    @Override
    public boolean transact(List<Write> writes) {
        throw away();
    }

    private static TransientFailure away() {
        return new TransientFailure("store-away", "asking: the store is away");
    }
}
