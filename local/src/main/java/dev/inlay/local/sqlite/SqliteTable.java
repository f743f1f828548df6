package dev.inlay.local.sqlite;

import dev.inlay.storage.Key;
import dev.inlay.storage.Row;
import dev.inlay.storage.Table;
import dev.inlay.storage.Tables;
import dev.inlay.storage.Write;
import dev.inlay.storage.Write.Condition;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A table of documents in an SQLite file.
public final class SqliteTable implements Table {
    private final SqliteFile file;
    private final String name;
    private final InstantSource clock;

    private SqliteTable(SqliteFile file, String name, InstantSource clock) {
        this.file = file;
        this.name = name;
        this.clock = clock;
    }

    /// The four tables of a file.
    public static Tables in(SqliteFile file, InstantSource clock) {
        return new Tables(
                new SqliteTable(file, "catalog", clock),
                new SqliteTable(file, "profiles", clock),
                new SqliteTable(file, "runtime", clock),
                new SqliteTable(file, "findings", clock));
    }

    @Override
    public Optional<Row> get(Key key) {
        return file.read(connection -> select(connection, key));
    }

    @Override
    public List<Row> query(String partition, String sortPrefix, Optional<String> after, int limit) {
        Table.checkLimit(limit);
        // Text is compared by its UTF-8 bytes (the BINARY collation), so a prefix is a range.
        var sql =
                "SELECT sort, document, revision, expires FROM %s WHERE partition = ?1 AND sort >= ?2 AND sort > ?3 AND substr(sort, 1, length(?2)) = ?2 AND (expires IS NULL OR expires > ?4) ORDER BY sort LIMIT ?5"
                        .formatted(name);
        return file.read(connection -> {
            try (var statement = connection.prepareStatement(sql)) {
                statement.setString(1, partition);
                statement.setString(2, sortPrefix);
                statement.setString(3, after.orElse(""));
                statement.setLong(4, clock.millis());
                statement.setInt(5, limit);
                var rows = new ArrayList<Row>();
                try (var found = statement.executeQuery()) {
                    while (found.next()) {
                        rows.add(row(new Key(partition, found.getString(1)), found, 2));
                    }
                }
                return List.copyOf(rows);
            }
        });
    }

    @Override
    public boolean transact(List<Write> writes) {
        Table.checkTransaction(writes);
        return file.write(connection -> {
            for (var write : writes) {
                if (!holds(connection, write)) {
                    return false;
                }
            }
            for (var write : writes) {
                apply(connection, write);
            }
            return true;
        });
    }

    private boolean holds(Connection connection, Write write) throws SQLException {
        var condition =
                switch (write) {
                    case Write.Put put -> put.condition();
                    case Write.Delete delete -> delete.condition();
                };
        return switch (condition) {
            case Condition.Always() -> true;
            case Condition.Absent() -> select(connection, write.key()).isEmpty();
            case Condition.AtRevision(long revision) ->
                    select(connection, write.key())
                            .filter(row -> row.revision() == revision)
                            .isPresent();
        };
    }

    private void apply(Connection connection, Write write) throws SQLException {
        switch (write) {
            case Write.Put put -> put(connection, put);
            case Write.Delete(var key, _) -> {
                var sql = "DELETE FROM " + name + " WHERE partition = ? AND sort = ?";
                try (var statement = connection.prepareStatement(sql)) {
                    statement.setString(1, key.partition());
                    statement.setString(2, key.sort());
                    statement.executeUpdate();
                }
            }
        }
    }

    private void put(Connection connection, Write.Put put) throws SQLException {
        var sql =
                "INSERT INTO %1$s (partition, sort, document, revision, expires) VALUES (?, ?, ?, 1, ?) ON CONFLICT (partition, sort) DO UPDATE SET document = excluded.document, revision = %1$s.revision + 1, expires = excluded.expires"
                        .formatted(name);
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, put.key().partition());
            statement.setString(2, put.key().sort());
            statement.setString(3, put.document());
            if (put.expires().isPresent()) {
                statement.setLong(4, put.expires().get().toEpochMilli());
            } else {
                statement.setNull(4, Types.INTEGER);
            }
            statement.executeUpdate();
        }
    }

    private Optional<Row> select(Connection connection, Key key) throws SQLException {
        var sql =
                "SELECT document, revision, expires FROM %s WHERE partition = ? AND sort = ? AND (expires IS NULL OR expires > ?)"
                        .formatted(name);
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, key.partition());
            statement.setString(2, key.sort());
            statement.setLong(3, clock.millis());
            try (var found = statement.executeQuery()) {
                return found.next() ? Optional.of(row(key, found, 1)) : Optional.empty();
            }
        }
    }

    private static Row row(Key key, ResultSet found, int column) throws SQLException {
        long millis = found.getLong(column + 2);
        Optional<Instant> expires =
                found.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
        return new Row(key, found.getString(column), found.getLong(column + 1), expires);
    }
}
