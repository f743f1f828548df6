package dev.inlay.local.sqlite;

import dev.inlay.queue.QueueName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What people see of the queues: how much waits, and what was given up on and why.
public final class DeadLetters {
    private final SqliteFile file;

    /// Beside the queue of the same file.
    public DeadLetters(SqliteFile file) {
        this.file = file;
    }

    /// A message nobody could work on.
    public record DeadLetter(
            long id, QueueName queue, String body, Instant sent, Instant died, String reason) {}

    /// How much waits and how much was given up on.
    public record Depth(long waiting, long dead) {}

    /// The newest first.
    public List<DeadLetter> peek(QueueName queue, int limit) {
        var sql =
                "SELECT id, body, sent, died, reason FROM dead_letters WHERE queue = ? ORDER BY died DESC, id DESC LIMIT ?";
        return file.read(connection -> {
            try (var statement = connection.prepareStatement(sql)) {
                statement.setString(1, queue.name());
                statement.setInt(2, limit);
                var letters = new ArrayList<DeadLetter>();
                try (var row = statement.executeQuery()) {
                    while (row.next()) {
                        letters.add(
                                new DeadLetter(
                                        row.getLong(1),
                                        queue,
                                        row.getString(2),
                                        Instant.ofEpochMilli(row.getLong(3)),
                                        Instant.ofEpochMilli(row.getLong(4)),
                                        row.getString(5)));
                    }
                }
                return List.copyOf(letters);
            }
        });
    }

    /// Counts one queue.
    public Depth depth(QueueName queue) {
        var sql =
                "SELECT (SELECT count(*) FROM messages WHERE queue = ?1), (SELECT count(*) FROM dead_letters WHERE queue = ?1)";
        return file.read(connection -> {
            try (var statement = connection.prepareStatement(sql)) {
                statement.setString(1, queue.name());
                try (var row = statement.executeQuery()) {
                    row.next();
                    return new Depth(row.getLong(1), row.getLong(2));
                }
            }
        });
    }

    /// Puts aside what came back once too often.
    static void bury(Connection connection, QueueName queue, long now) throws SQLException {
        int most = SqliteQueue.maxReceives(queue);
        var exhausted = " FROM messages WHERE queue = ? AND visible <= ? AND receives >= ?";
        int buried =
                SqliteQueue.update(
                        connection,
                        "INSERT INTO dead_letters (id, queue, body, sent, died, receives, reason) SELECT id, queue, body, sent, "
                                + now
                                + ", receives, coalesce(reason, 'it was received but neither finished nor given back')"
                                + exhausted,
                        queue.name(),
                        now,
                        most);
        if (buried > 0) {
            SqliteQueue.update(connection, "DELETE" + exhausted, queue.name(), now, most);
        }
    }
}
