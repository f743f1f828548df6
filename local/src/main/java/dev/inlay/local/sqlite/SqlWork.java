package dev.inlay.local.sqlite;

import java.sql.Connection;
import java.sql.SQLException;

/// What is done on a connection inside one transaction.
///
/// @param <T> what comes of it
@FunctionalInterface
interface SqlWork<T> {
    T on(Connection connection) throws SQLException;
}
