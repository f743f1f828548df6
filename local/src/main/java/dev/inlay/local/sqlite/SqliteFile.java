package dev.inlay.local.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.sqlite.SQLiteConfig;

/// One SQLite file in WAL mode with `synchronous=FULL`: one connection writes, a few read beside
/// it. SQLite itself allows no second writer, so a second connection would only wait and fail.
public final class SqliteFile implements AutoCloseable {
    /// More readers than that wait for each other's processor time anyway on a small machine.
    private static final int READERS = 4;

    /// How long another process (a person with `sqlite3`) may hold the file before we give up.
    private static final int BUSY_MILLIS = 5_000;

    private final Path path;
    private final Writer writer;
    private final BlockingQueue<Connection> readers = new ArrayBlockingQueue<>(READERS);
    private final List<Connection> opened = new ArrayList<>();

    private SqliteFile(Path path) throws SQLException {
        this.path = path;
        try {
            var writing = connect(false);
            Schema.apply(path, writing);
            for (int i = 0; i < READERS; i++) {
                readers.add(connect(true));
            }
            this.writer = new Writer(path, writing);
        } catch (SQLException | RuntimeException e) {
            disconnect();
            throw e;
        }
    }

    /// Opens the file, or makes it. Throws `TransientFailure` when another process holds it and
    /// `PermanentFailure` when it is none of ours.
    public static SqliteFile open(Path path) {
        try {
            return new SqliteFile(path);
        } catch (SQLException e) {
            throw SqliteFailure.of("opening", path, e);
        }
    }

    /// Runs work in a transaction of its own; when this returns, its changes survive `kill -9` and
    /// a power cut.
    <T> T write(SqlWork<T> work) {
        return writer.write(work);
    }

    /// Runs work that only reads, on the state of the last finished write.
    <T> T read(SqlWork<T> work) {
        var connection = borrow();
        try {
            return work.on(connection);
        } catch (SQLException e) {
            throw SqliteFailure.of("reading", path, e);
        } finally {
            readers.add(connection);
        }
    }

    private Connection borrow() {
        try {
            return readers.take();
        } catch (InterruptedException e) {
            throw SqliteFailure.interrupted("reading", path);
        }
    }

    private Connection connect(boolean readOnly) throws SQLException {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setReadOnly(readOnly);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        var connection = config.createConnection("jdbc:sqlite:" + path.toAbsolutePath());
        opened.add(connection);
        return connection;
    }

    /// Finishes the writes that are waiting, then closes; later calls fail.
    @Override
    public void close() {
        writer.close();
        try {
            disconnect();
        } catch (SQLException e) {
            throw SqliteFailure.of("closing", path, e);
        }
    }

    private void disconnect() throws SQLException {
        for (var connection : opened) {
            connection.close();
        }
    }
}
