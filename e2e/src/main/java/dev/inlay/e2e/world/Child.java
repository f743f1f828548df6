package dev.inlay.e2e.world;

import dev.inlay.failure.TransientFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A program that runs beside us and writes to a file.
public final class Child implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String command;
    private final Process process;
    private final Path log;

    Child(String command, Process process, Path log) {
        this.command = command;
        this.process = process;
        this.log = log;
    }

    /// What it has written until now.
    public String written() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until what it wrote holds the pattern.
    public MatchResult awaitWritten(Pattern pattern, Duration limit) {
        return Await.value(
                command + " to write " + pattern,
                limit,
                () -> {
                    var match = pattern.matcher(written());
                    if (match.find()) {
                        return Optional.of(match.toMatchResult());
                    }
                    if (!process.isAlive()) {
                        throw new TransientFailure(
                                "program-ended",
                                "%s ended with %d; it wrote: %s"
                                        .formatted(command, process.exitValue(), written()));
                    }
                    return Optional.empty();
                });
    }

    /// Types into it.
    public void type(String text) {
        try {
            Writer keyboard = process.outputWriter(StandardCharsets.UTF_8);
            keyboard.write(text);
            keyboard.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Its exit status, once it has ended.
    public int await(Duration limit) {
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new TransientFailure(
                "program-hangs",
                "%s has not ended after %s; it wrote: %s".formatted(command, limit, written()));
    }

    /// SIGKILL, as the machine's power going away would look to it.
    public void kill() {
        process.destroyForcibly();
        await(PATIENCE);
    }

    /// How a person would stop it.
    public String stopTyped() {
        return "kill " + process.pid();
    }

    /// Whether it runs.
    public boolean alive() {
        return process.isAlive();
    }

    /// SIGTERM, and SIGKILL when that does not help.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
