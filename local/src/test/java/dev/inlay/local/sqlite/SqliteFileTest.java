package dev.inlay.local.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteFileTest {
    @TempDir Path directory;

    @Test
    void flushesEveryCommitAndKeepsALogOfIt() {
        try (var file = SqliteFile.open(path())) {
            String synchronous = file.write(connection -> pragma(connection, "synchronous"));
            String journal = file.write(connection -> pragma(connection, "journal_mode"));

            assertThat(synchronous).isEqualTo("2");
            assertThat(journal).isEqualTo("wal");
        }
    }

    @Test
    void undoesOnlyTheWorkThatFails() throws Exception {
        try (var file = SqliteFile.open(path());
                var threads = Executors.newFixedThreadPool(8)) {
            var work =
                    IntStream.range(0, 80)
                            .<Callable<Boolean>>mapToObj(i -> () -> send(file, i, i % 4 == 0))
                            .toList();

            var kept = threads.invokeAll(work).stream().filter(SqliteFileTest::isTrue).count();

            assertThat(kept).isEqualTo(60);
            assertThat(file.read(SqliteFileTest::bodies)).hasSize(60).doesNotContain("0", "4");
        }
    }

    private static boolean isTrue(Future<Boolean> answer) {
        return answer.resultNow();
    }

    private static boolean send(SqliteFile file, int number, boolean fail) {
        try {
            return file.write(connection -> {
                SqliteQueue.update(
                        connection,
                        "INSERT INTO messages (queue, body, sent, visible) VALUES ('Q', ?, 0, 0)",
                        "" + number);
                if (fail) {
                    throw new IllegalStateException("after a change");
                }
                return true;
            });
        } catch (IllegalStateException e) {
            return false;
        }
    }

    @Test
    void refusesAFileThatIsNoDatabase() throws Exception {
        Files.writeString(path(), "this is not a database, it only has its name. ".repeat(100));

        assertThatThrownBy(() -> SqliteFile.open(path()))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("inlay.sqlite")
                .hasMessageContaining("move it away");
    }

    @Test
    void refusesAFileOfALaterVersion() {
        try (var file = SqliteFile.open(path())) {
            file.write(connection -> SqliteQueue.update(connection, "PRAGMA user_version = 99"));
        }

        assertThatThrownBy(() -> SqliteFile.open(path()))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("layout 99");
    }

    @Test
    void saysThatTheStoreIsBusyWhileAnotherProcessWrites() throws Exception {
        try (var file = SqliteFile.open(path());
                var other = DriverManager.getConnection("jdbc:sqlite:" + path());
                var statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            file.write(connection -> SqliteQueue.update(connection, "SELECT 1"));
        } catch (TransientFailure e) {
            assertThat(e.code()).isEqualTo("store-busy");
            return;
        }
        throw new AssertionError("the write did not fail");
    }

    @Test
    void refusesWritesAfterItWasClosed() {
        var file = SqliteFile.open(path());
        file.close();

        assertThatThrownBy(() -> send(file, 1, false))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("closed");
    }

    private Path path() {
        return directory.resolve("inlay.sqlite");
    }

    private static String pragma(Connection connection, String name) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("PRAGMA " + name)) {
            row.next();
            return row.getString(1);
        }
    }

    private static List<String> bodies(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT body FROM messages")) {
            var bodies = new ArrayList<String>();
            while (row.next()) {
                bodies.add(row.getString(1));
            }
            return bodies;
        }
    }
}
