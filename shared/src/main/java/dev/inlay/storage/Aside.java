package dev.inlay.storage;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/// Where documents are put that cannot be read: as they are, beside the others of their partition,
/// so that they can be looked at, and be put back by hand once they can be read.
public final class Aside {
    /// What the sort keys of such documents begin with.
    public static final String PREFIX = "aside#";

    private Aside() {}

    /// Whether what lies there was put aside.
    public static boolean is(Key key) {
        return key.sort().startsWith(PREFIX);
    }

    /// The sort key of what was put aside, before it was; of everything else its own.
    public static String sort(Key key) {
        if (!is(key)) {
            return key.sort();
        }
        var sort = key.sort().substring(PREFIX.length());
        int end = sort.lastIndexOf('#');
        return end < 0 ? sort : sort.substring(0, end);
    }

    /// Two that could not be read are two.
    private static Key of(Row row) {
        var which = UUID.nameUUIDFromBytes(row.document().getBytes(StandardCharsets.UTF_8));
        return new Key(row.key().partition(), PREFIX + row.key().sort() + "#" + which);
    }

    /// Moves a document there, unless somebody else did and what lies at its place now can be read.
    ///
    /// @param expires when what was put aside may go; empty for never
    static void put(Table table, Key key, Optional<Instant> expires, Predicate<Row> unreadable) {
        table.get(key)
                .filter(unreadable)
                .ifPresent(row ->
                        table.transact(
                                List.of(
                                        new Write.Put(
                                                of(row),
                                                row.document(),
                                                expires,
                                                new Write.Condition.Always()),
                                        new Write.Delete(
                                                key,
                                                new Write.Condition.AtRevision(row.revision())))));
    }
}
