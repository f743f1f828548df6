package dev.inlay.e2e.world;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A program with its arguments, additions to the environment and what it reads on standard input.
/// Run to its end it is an [Outcome]; started it is a [Child].
public record Command(List<String> arguments, Map<String, String> environment, String input) {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

    /// Defensive copies.
    public Command {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /// With nothing on standard input.
    public static Command of(String... arguments) {
        return of(Arrays.asList(arguments));
    }

    /// As above.
    public static Command of(List<String> arguments) {
        return new Command(arguments, Map.of(), "");
    }

    /// The same with more arguments.
    public Command with(List<String> more) {
        var all = new ArrayList<>(arguments);
        all.addAll(more);
        return new Command(all, environment, input);
    }

    /// The same with one more variable.
    public Command withEnvironment(String name, String value) {
        var all = new HashMap<>(environment);
        all.put(name, value);
        return new Command(arguments, all, input);
    }

    /// The same, reading this.
    public Command reading(String text) {
        return new Command(arguments, environment, text);
    }

    /// Runs it to its end; fails when it has not ended after five minutes.
    public Outcome run() {
        Process process = launch(null);
        var output = CompletableFuture.supplyAsync(() -> all(process.getInputStream()), THREADS);
        var error = CompletableFuture.supplyAsync(() -> all(process.getErrorStream()), THREADS);
        try {
            process.outputWriter(StandardCharsets.UTF_8).append(input).close();
        } catch (IOException ignored) {
            // It ended without reading its input: its exit status says what there is to say.
        }
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new TransientFailure("program-hangs", this + " did not end within " + LIMIT);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new TransientFailure("interrupted", "interrupted while waiting for " + this, e);
        }
        return new Outcome(process.exitValue(), output.join(), error.join());
    }

    /// Starts it; both of its streams go to this file.
    public Child start(Path log) {
        return new Child(toString(), launch(log), log);
    }

    /// As a person would type it.
    @Override
    public String toString() {
        return String.join(" ", arguments.stream().map(Command::quoted).toList());
    }

    private static String quoted(String argument) {
        boolean plain = !argument.isEmpty() && argument.matches("[A-Za-z0-9_@%+=:,./{}-]*");
        return plain ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }

    private Process launch(@Nullable Path log) {
        var builder = new ProcessBuilder(arguments);
        builder.environment().putAll(environment);
        if (log != null) {
            builder.redirectErrorStream(true).redirectOutput(log.toFile());
        }
        try {
            return builder.start();
        } catch (IOException e) {
            throw new PermanentFailure(
                    "program-missing", "tried to start " + this + ": " + e.getMessage(), e);
        }
    }

    private static String all(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
