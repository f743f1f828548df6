package dev.inlay.local.sqlite;

import java.time.Duration;
import java.time.InstantSource;

/// Takes expired documents off the disk. Readers do not see them before that already, so it may run
/// whenever there is time.
public final class Expiry {
    /// Keeps one pass short for those who wait to write.
    private static final int MAX_PASS = 500;

    private static final Duration KEPT = Duration.ofDays(14);

    private final SqliteFile file;
    private final InstantSource clock;

    /// @param clock the one the tables tell time by
    public Expiry(SqliteFile file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /// Removes some; returns how many. Call again while it returns more than none.
    public int sweep() {
        int removed = 0;
        for (var table : Schema.TABLES) {
            removed +=
                    file.write(connection -> {
                        var sql =
                                "DELETE FROM %1$s WHERE rowid IN (SELECT rowid FROM %1$s WHERE expires <= ? LIMIT %2$d)"
                                        .formatted(table, MAX_PASS);
                        try (var statement = connection.prepareStatement(sql)) {
                            statement.setLong(1, clock.millis());
                            return statement.executeUpdate();
                        }
                    });
        }
        return removed + forget();
    }

    /// Dead letters that nobody looked at for two weeks, as long as SQS keeps any message.
    private int forget() {
        long then = clock.instant().minus(KEPT).toEpochMilli();
        return file.write(connection ->
                SqliteQueue.update(connection, "DELETE FROM dead_letters WHERE died < ?", then));
    }
}
