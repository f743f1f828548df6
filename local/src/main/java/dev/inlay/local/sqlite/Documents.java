package dev.inlay.local.sqlite;

import dev.inlay.storage.Key;
import dev.inlay.storage.Row;
import dev.inlay.storage.Table;
import dev.inlay.storage.Write;
import dev.inlay.storage.Write.Condition;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A table as one transaction sees it.
///
/// @param now when documents count as expired, in milliseconds
record Documents(Connection connection, String name, long now) implements Table {
    @Override
    public Optional<Row> get(Key key) {
        var sql =
                "SELECT document, revision, expires FROM %s WHERE partition = ? AND sort = ? AND (expires IS NULL OR expires > ?)"
                        .formatted(name);
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, key.partition());
            statement.setString(2, key.sort());
            statement.setLong(3, now);
            try (var found = statement.executeQuery()) {
                return found.next() ? Optional.of(row(key, found, 1)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw SqliteFailure.of("reading from the table", name, e);
        }
    }

    @Override
    public List<Row> query(String partition, String sortPrefix, Optional<String> after, int limit) {
        Table.checkLimit(limit);
        // Text is compared by its UTF-8 bytes (the BINARY collation), and none has the byte 0xff: a
        // prefix is a range.
        var sql =
                "SELECT sort, document, revision, expires FROM %s WHERE partition = ?1 AND sort >= ?2 AND sort < ?2 || CAST(x'ff' AS TEXT) AND sort > ?3 AND (expires IS NULL OR expires > ?4) ORDER BY sort LIMIT ?5"
                        .formatted(name);
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, partition);
            statement.setString(2, sortPrefix);
            statement.setString(3, after.orElse(""));
            statement.setLong(4, now);
            statement.setInt(5, limit);
            var rows = new ArrayList<Row>();
            try (var found = statement.executeQuery()) {
                while (found.next()) {
                    rows.add(row(new Key(partition, found.getString(1)), found, 2));
                }
            }
            return List.copyOf(rows);
        } catch (SQLException e) {
            throw SqliteFailure.of("reading from the table", name, e);
        }
    }

    /// All conditions first: nothing has to be undone when one does not hold.
    @Override
    public boolean transact(List<Write> writes) {
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
        return switch (condition) {
            case Condition.Always() -> true;
            case Condition.Absent() -> get(write.key()).isEmpty();
            case Condition.AtRevision(long revision) ->
                    get(write.key()).filter(row -> row.revision() == revision).isPresent();
        };
    }

    private void apply(Write write) {
        try {
            switch (write) {
                case Write.Put put -> put(put);
                case Write.Delete(var key, _) -> delete(key);
            }
        } catch (SQLException e) {
            throw SqliteFailure.of("writing to the table", name, e);
        }
    }

    private void delete(Key key) throws SQLException {
        var sql = "DELETE FROM " + name + " WHERE partition = ? AND sort = ?";
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, key.partition());
            statement.setString(2, key.sort());
            statement.executeUpdate();
        }
    }

    private void put(Write.Put put) throws SQLException {
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

    private static Row row(Key key, ResultSet found, int column) throws SQLException {
        long millis = found.getLong(column + 2);
        Optional<Instant> expires =
                found.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
        return new Row(key, found.getString(column), found.getLong(column + 1), expires);
    }
}
