package dev.inlay.local.sqlite;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Which of SQLite's answers may be another one later.
final class SqliteFailure {
    private SqliteFailure() {}

    static RuntimeException of(String attempt, Object what, SQLException cause) {
        var code =
                cause instanceof SQLiteException sqlite
                        ? sqlite.getResultCode()
                        : SQLiteErrorCode.UNKNOWN_ERROR;
        // The low byte is the primary code, what is above says more (SQLITE_BUSY_SNAPSHOT).
        var said = "%s %s: SQLite said %s; ".formatted(attempt, what, cause.getMessage());
        return switch (code.code & 0xff) {
            case 5, 6 ->
                    new TransientFailure(
                            "store-busy", said + "another process holds the file", cause);
            case 10, 13 ->
                    new TransientFailure(
                            "store-disk", said + "check the disk and its free space", cause);
            case 8, 14 ->
                    new PermanentFailure(
                            "store-access",
                            said + "check the owner and mode of the directory",
                            cause);
            case 11, 26 ->
                    new PermanentFailure(
                            "store-damaged", said + "restore it or move it away", cause);
            default ->
                    new PermanentFailure(
                            "store", said + "this is a fault in Inlay: report it", cause);
        };
    }

    static TransientFailure interrupted(String attempt, Path path) {
        Thread.currentThread().interrupt();
        return new TransientFailure(
                "interrupted",
                attempt + " " + path + " was interrupted; it may have happened or not");
    }
}
