package dev.inlay.local.sqlite;

import dev.inlay.storage.Key;
import dev.inlay.storage.Row;
import dev.inlay.storage.Table;
import dev.inlay.storage.Tables;
import dev.inlay.storage.Write;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A table of documents in an SQLite file: reads beside each other, writes on the one thread that
/// writes.
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
        return file.read(connection -> documents(connection).get(key));
    }

    @Override
    public List<Row> query(String partition, String sortPrefix, Optional<String> after, int limit) {
        return file.read(
                connection -> documents(connection).query(partition, sortPrefix, after, limit));
    }

    @Override
    public boolean transact(List<Write> writes) {
        return file.write(connection -> documents(connection).transact(writes));
    }

    /// In one piece on the writing thread, so nobody can write in between and the change runs once.
    /// It must not use this file itself: being pure, it has no reason to.
    @Override
    public Optional<String> merge(Key key, UnaryOperator<Optional<String>> change) {
        return file.write(connection -> documents(connection).merge(key, change));
    }

    /// As above.
    @Override
    public Optional<String> merge(
            Key key, Instant expires, UnaryOperator<Optional<String>> change) {
        return file.write(connection -> documents(connection).merge(key, expires, change));
    }

    private Documents documents(Connection connection) {
        return new Documents(connection, name, clock.millis());
    }
}
