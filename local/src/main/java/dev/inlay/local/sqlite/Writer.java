package dev.inlay.local.sqlite;

import dev.inlay.failure.PermanentFailure;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

/// The one thread that writes. Whatever waits is committed together: one flush of the disk then
/// serves many callers, and each still returns only after it. A failing piece of work is undone
/// alone, by its savepoint.
final class Writer implements AutoCloseable {
    /// Bounds how long the first caller of a batch waits for the last.
    private static final int MAX_BATCH = 256;

    private final Path path;
    private final Connection connection;
    private final LinkedBlockingQueue<Job<?>> waiting = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean finished;

    Writer(Path path, Connection connection) {
        this.path = path;
        this.connection = connection;
        this.thread = Thread.ofPlatform().daemon().name("sqlite-writer").start(this::run);
    }

    <T> T write(SqlWork<T> work) {
        if (closed) {
            throw closedFailure();
        }
        if (Thread.currentThread().equals(thread)) {
            throw new IllegalStateException("writing from within a write would wait for itself");
        }
        var job = new Job<>(work);
        waiting.add(job);
        if (finished) {
            job.answer.completeExceptionally(closedFailure());
        }
        try {
            return job.answer.get();
        } catch (InterruptedException e) {
            throw SqliteFailure.interrupted("writing to", path);
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private RuntimeException failure(ExecutionException e) {
        return switch (e.getCause()) {
            case SQLException sql -> SqliteFailure.of("writing to", path, sql);
            case RuntimeException known -> known;
            case null, default -> new IllegalStateException(e);
        };
    }

    private PermanentFailure closedFailure() {
        return new PermanentFailure(
                "store-closed", "writing to " + path + ": it was closed; the process is stopping");
    }

    private void run() {
        var batch = new ArrayList<Job<?>>();
        while (!closed || !waiting.isEmpty()) {
            try {
                batch.add(waiting.take());
                waiting.drainTo(batch, MAX_BATCH - 1);
                commit(batch);
            } catch (InterruptedException e) {
                // close() woke us: what is still waiting is written before the loop ends.
            }
            batch.clear();
        }
        finished = true;
        waiting.forEach(job -> job.answer.completeExceptionally(closedFailure()));
    }

    private void commit(List<Job<?>> batch) {
        try {
            execute("BEGIN IMMEDIATE");
            for (var job : batch) {
                attempt(job);
            }
            execute("COMMIT");
            batch.forEach(Job::tell);
        } catch (SQLException e) {
            rollBack();
            batch.forEach(job -> job.answer.completeExceptionally(e));
        }
    }

    private void attempt(Job<?> job) throws SQLException {
        execute("SAVEPOINT work");
        try {
            job.run(connection);
        } catch (SQLException | RuntimeException e) {
            job.answer.completeExceptionally(e);
            execute("ROLLBACK TO work");
        }
        execute("RELEASE work");
    }

    private void rollBack() {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            // There was no transaction to undo: BEGIN itself failed, or SQLite undid it already.
        }
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Work, and the one who waits for it.
    private static final class Job<T> {
        private final SqlWork<T> work;
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private Runnable tell = () -> {};

        Job(SqlWork<T> work) {
            this.work = work;
        }

        void run(Connection connection) throws SQLException {
            var result = work.on(connection);
            tell = () -> answer.complete(result);
        }

        void tell() {
            tell.run();
        }
    }
}
