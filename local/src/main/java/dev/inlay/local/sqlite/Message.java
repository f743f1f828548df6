package dev.inlay.local.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/// A message as a receiver holds it.
///
/// @param receives how often it was received, this time included; with the id it is the receipt
public record Message(long id, String body, int receives, Instant sent) {
    static Message of(ResultSet row) throws SQLException {
        return new Message(
                row.getLong(1),
                row.getString(2),
                row.getInt(3),
                Instant.ofEpochMilli(row.getLong(4)));
    }
}
