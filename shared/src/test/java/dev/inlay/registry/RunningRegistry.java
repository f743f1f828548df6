package dev.inlay.registry;

import java.util.function.Consumer;

/// A registry that runs.
///
/// @param address host and port
/// @param credentials it takes
/// @param creates a repository where that has to be done
/// @param stops it
public record RunningRegistry(
        String address, Credentials credentials, Consumer<String> creates, Runnable stops)
        implements AutoCloseable {
    /// A client of it.
    public Distribution client() {
        return Distribution.of(address, credentials);
    }

    /// A repository that is there.
    public String repository(String name) {
        creates.accept(name);
        return name;
    }

    @Override
    public void close() {
        stops.run();
    }
}
