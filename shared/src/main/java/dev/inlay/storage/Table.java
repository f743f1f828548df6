package dev.inlay.storage;

import dev.inlay.failure.PermanentFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A table of documents. All reads see every write that returned before them.
///
/// Throws `TransientFailure` when the store could not be reached or was busy: the same call may
/// succeed later.
public interface Table {
    /// At most this many writes go into one transaction (DynamoDB's limit is 100).
    int MAX_TRANSACTION = 100;

    /// At most this many bytes of documents and keys go into one transaction (DynamoDB's limit is 4
    /// MB with everything an item has besides).
    int MAX_TRANSACTION_BYTES = 4_000_000;

    /// At most this many documents are returned by one query.
    int MAX_QUERY = 1_000;

    /// The document at a key, unless it is absent or expired.
    Optional<Row> get(Key key);

    /// The documents of a partition whose sort key begins with a prefix, in sort order (by UTF-8
    /// bytes).
    ///
    /// @param sortPrefix may be empty
    /// @param after continue behind this sort key; empty for the beginning
    /// @param limit at most this many, 1 to 1,000
    List<Row> query(String partition, String sortPrefix, Optional<String> after, int limit);

    /// Applies all writes or none. More than `MAX_TRANSACTION_BYTES` are refused with a
    /// `PermanentFailure`.
    ///
    /// @param writes 1 to `MAX_TRANSACTION`, each for another key
    /// @return false when a condition did not hold; then nothing changed
    boolean transact(List<Write> writes);

    /// Applies one write; false when its condition did not hold.
    default boolean write(Write write) {
        return transact(List.of(write));
    }

    /// Replaces a document by a function of itself, again and again until nobody wrote in between.
    /// The function may run several times, so it must be pure.
    ///
    /// @param change from the document now, or empty, to the next one; returning its argument
    ///   writes nothing
    /// @return the document as it is afterwards
    default Optional<String> merge(Key key, UnaryOperator<Optional<String>> change) {
        return Merge.until(this, key, Optional.empty(), change);
    }

    /// The same for a document that expires.
    ///
    /// @param expires it lives at least until then, longer when it did before; a document that does
    ///   not change keeps what it has
    default Optional<String> merge(
            Key key, Instant expires, UnaryOperator<Optional<String>> change) {
        return Merge.until(this, key, Optional.of(expires), change);
    }

    /// All documents of a partition whose sort key begins with a prefix, in sort order.
    default List<Row> all(String partition, String sortPrefix) {
        var rows = new ArrayList<Row>();
        Optional<String> after = Optional.empty();
        while (true) {
            var page = query(partition, sortPrefix, after, MAX_QUERY);
            rows.addAll(page);
            if (page.size() < MAX_QUERY) {
                return List.copyOf(rows);
            }
            after = Optional.of(page.getLast().key().sort());
        }
    }

    /// The limits of `query`, for adapters.
    static void checkLimit(int limit) {
        if (limit < 1 || limit > MAX_QUERY) {
            throw new IllegalArgumentException(
                    "a query returns 1 to " + MAX_QUERY + " documents, asked for " + limit);
        }
    }

    /// The limits of `transact`, for adapters.
    static void checkTransaction(List<Write> writes) {
        long keys = writes.stream().map(Write::key).distinct().count();
        if (writes.isEmpty() || writes.size() > MAX_TRANSACTION || keys != writes.size()) {
            throw new IllegalArgumentException(
                    "a transaction has 1 to %d writes, each for another key; got %d for %d keys"
                            .formatted(MAX_TRANSACTION, writes.size(), keys));
        }
        long bytes = writes.size() == 1 ? 0 : writes.stream().mapToLong(Text::bytes).sum();
        if (bytes > MAX_TRANSACTION_BYTES) {
            throw new PermanentFailure(
                    "transaction-too-large",
                    "writing %,d documents together, the first at %s: they have %,d bytes, the store takes %,d at once"
                            .formatted(
                                    writes.size(),
                                    writes.getFirst().key(),
                                    bytes,
                                    MAX_TRANSACTION_BYTES));
        }
    }
}
