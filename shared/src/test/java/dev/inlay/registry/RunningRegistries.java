package dev.inlay.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/// One registry of each kind, started when it is needed first.
public final class RunningRegistries implements AutoCloseable {
    private final Path directory;
    private final Map<RegistryKind, RunningRegistry> running = new EnumMap<>(RegistryKind.class);

    /// @param directory for what they store
    public RunningRegistries(Path directory) {
        this.directory = directory;
    }

    /// The one of this kind.
    public RunningRegistry of(RegistryKind kind) {
        return running.computeIfAbsent(kind, this::start);
    }

    private RunningRegistry start(RegistryKind kind) {
        try {
            return kind.start(Files.createDirectory(directory.resolve(kind.name())));
        } catch (IOException e) {
            throw new IllegalStateException("starting " + kind, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("starting " + kind, e);
        }
    }

    @Override
    public void close() {
        running.values().forEach(RunningRegistry::close);
    }
}
