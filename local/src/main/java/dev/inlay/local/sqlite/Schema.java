package dev.inlay.local.sqlite;

import dev.inlay.failure.PermanentFailure;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/// What is in the file: a table per `Tables` member, the queued messages and those given up on.
final class Schema {
    static final List<String> TABLES = List.of("catalog", "profiles", "runtime", "findings");

    /// In `PRAGMA user_version`; a file of a later Inlay is refused rather than damaged.
    private static final int VERSION = 1;

    private Schema() {}

    static void apply(Path path, Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            int found;
            try (var row = statement.executeQuery("PRAGMA user_version")) {
                found = row.next() ? row.getInt(1) : 0;
            }
            if (found > VERSION) {
                throw new PermanentFailure(
                        "store-too-new",
                        "opening %s: it was written by a later Inlay (layout %d, this one knows %d); use that version or another --data directory"
                                .formatted(path, found, VERSION));
            }
            for (var sql : statements()) {
                statement.execute(sql);
            }
            statement.execute("PRAGMA user_version = " + VERSION);
        }
    }

    private static List<String> statements() {
        var documents =
                TABLES.stream()
                        .map(name ->
                                """
                                CREATE TABLE IF NOT EXISTS %s (
                                  partition TEXT NOT NULL, sort TEXT NOT NULL,
                                  document TEXT NOT NULL, revision INTEGER NOT NULL,
                                  expires INTEGER, PRIMARY KEY (partition, sort)) STRICT
                                """
                                        .formatted(name));
        var queues =
                List.of(
                        """
                        CREATE TABLE IF NOT EXISTS messages (
                          id INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL,
                          body TEXT NOT NULL, sent INTEGER NOT NULL, visible INTEGER NOT NULL,
                          receives INTEGER NOT NULL DEFAULT 0, reason TEXT) STRICT
                        """,
                        "CREATE INDEX IF NOT EXISTS messages_next ON messages (queue, visible, id)",
                        """
                        CREATE TABLE IF NOT EXISTS dead_letters (
                          id INTEGER PRIMARY KEY, queue TEXT NOT NULL, body TEXT NOT NULL,
                          sent INTEGER NOT NULL, died INTEGER NOT NULL,
                          receives INTEGER NOT NULL, reason TEXT NOT NULL) STRICT
                        """);
        return Stream.concat(documents, queues.stream()).toList();
    }
}
