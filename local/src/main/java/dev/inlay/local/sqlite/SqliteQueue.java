package dev.inlay.local.sqlite;

import dev.inlay.queue.Queue;
import dev.inlay.queue.QueueName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// The queues in an SQLite file, with what SQS does: a received message is hidden for a while and
/// comes back unless it was acknowledged; after some receives it is a dead letter.
public final class SqliteQueue implements Queue {
    /// Then a message is put aside with the reason of its last failure.
    public static final int MAX_RECEIVES = 5;

    /// A receiver of alerts may be away for hours.
    private static final int MAX_DELIVERIES = 30;

    private final SqliteFile file;
    private final InstantSource clock;
    private final Arrivals arrivals = new Arrivals();
    private volatile boolean stopped;

    /// @param clock decides when a hidden message is visible again
    public SqliteQueue(SqliteFile file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /// Offers at once what a process that is gone had received: for the start of the only one that
    /// uses the file.
    public void recover() {
        file.write(connection ->
                update(
                        connection,
                        "UPDATE messages SET visible = ?1 WHERE visible > ?1 AND receives > 0",
                        clock.millis()));
    }

    @Override
    public void send(QueueName queue, String body) {
        Queue.check(queue, body);
        long now = clock.millis();
        int sent =
                file.write(connection ->
                        update(
                                connection,
                                "INSERT INTO messages (queue, body, sent, visible) VALUES (?, ?, ?, ?)",
                                queue.name(),
                                body,
                                now,
                                now));
        arrivals.tell(sent);
    }

    /// Takes what is visible, oldest first, and hides it.
    ///
    /// @param max at most this many
    /// @param hidden how long the receiver has before it is offered to others again
    /// @param wait how long to wait for a first one
    public List<Message> receive(QueueName queue, int max, Duration hidden, Duration wait)
            throws InterruptedException {
        var end = clock.instant().plus(wait);
        while (!stopped) {
            long seen = arrivals.count();
            long next = nextVisible(queue);
            if (next <= clock.millis()) {
                var taken = file.write(connection -> take(connection, queue, max, hidden));
                if (!taken.isEmpty()) {
                    return taken;
                }
            } else if (!clock.instant().isBefore(end)) {
                return List.of();
            } else {
                arrivals.await(seen, Math.min(next, end.toEpochMilli()) - clock.millis());
            }
        }
        return List.of();
    }

    /// The messages are done. One whose time ran out was offered to another receiver and stays.
    public void acknowledge(List<Message> done) {
        file.write(connection -> {
            int deleted = 0;
            for (var message : done) {
                deleted +=
                        update(
                                connection,
                                "DELETE FROM messages WHERE id = ? AND receives = ?",
                                message.id(),
                                message.receives());
            }
            return deleted;
        });
    }

    /// The message is offered again after a delay; the reason is what a person finds in the end.
    public void giveBack(Message message, String reason, Duration delay) {
        int changed =
                file.write(connection ->
                        update(
                                connection,
                                "UPDATE messages SET visible = ?, reason = ? WHERE id = ? AND receives = ?",
                                clock.millis() + delay.toMillis(),
                                reason,
                                message.id(),
                                message.receives()));
        arrivals.tell(changed);
    }

    /// Offers what a queue gave up once more, as if it had just been sent.
    ///
    /// @return how many messages
    public int redrive(QueueName queue) {
        int moved =
                file.write(connection -> {
                    update(
                            connection,
                            "INSERT INTO messages (queue, body, sent, visible) SELECT queue, body, sent, ? FROM dead_letters WHERE queue = ? ORDER BY id",
                            clock.millis(),
                            queue.name());
                    return update(
                            connection, "DELETE FROM dead_letters WHERE queue = ?", queue.name());
                });
        arrivals.tell(moved);
        return moved;
    }

    /// Nobody waits for messages any more: every `receive` returns, now with nothing.
    public void stop() {
        stopped = true;
        arrivals.tell(1);
    }

    /// Whether `stop` was called: who receives has to end, not to ask again.
    public boolean isStopped() {
        return stopped;
    }

    /// How often a message of a queue is tried.
    static int maxReceives(QueueName queue) {
        return switch (queue) {
            case SCAN, INSTRUMENT, VIOLATIONS, TELEMETRY, EVALUATE -> MAX_RECEIVES;
            case DELIVER -> MAX_DELIVERIES;
        };
    }

    private long nextVisible(QueueName queue) {
        return file.read(connection -> {
            var sql = "SELECT min(visible) FROM messages WHERE queue = ?";
            try (var statement = connection.prepareStatement(sql)) {
                statement.setString(1, queue.name());
                try (var found = statement.executeQuery()) {
                    long visible = found.next() ? found.getLong(1) : 0;
                    return found.wasNull() ? Long.MAX_VALUE : visible;
                }
            }
        });
    }

    private List<Message> take(Connection connection, QueueName queue, int max, Duration hidden)
            throws SQLException {
        long now = clock.millis();
        DeadLetters.bury(connection, queue, now);
        var sql =
                "UPDATE messages SET receives = receives + 1, visible = ? WHERE id IN (SELECT id FROM messages WHERE queue = ? AND visible <= ? ORDER BY visible, id LIMIT ?) RETURNING id, body, receives, sent";
        try (var statement = connection.prepareStatement(sql)) {
            statement.setLong(1, now + hidden.toMillis());
            statement.setString(2, queue.name());
            statement.setLong(3, now);
            statement.setInt(4, max);
            var taken = new ArrayList<Message>();
            try (var found = statement.executeQuery()) {
                while (found.next()) {
                    taken.add(Message.of(found));
                }
            }
            return List.copyOf(taken);
        }
    }

    /// Runs one statement with its parameters bound in order.
    static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }
}
