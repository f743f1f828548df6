package dev.inlay.e2e.attack;

import dev.inlay.e2e.world.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// The way round that needs code of the attacker's own: a library that makes its process unreadable
/// for a watcher, forks, and executes a shell. The machine's C compiler builds it.
public final class NativeCode {
    private NativeCode() {}

    /// A shared library that does it when a Java process loads it.
    ///
    /// @param command what the shell is to run
    public static byte[] library(Path directory, String command) {
        return built(directory.resolve("hidden.so"), command, "-shared", "-fPIC");
    }

    /// A static program that does it when it is run, for an image of its own.
    public static Path program(Path directory, String command) {
        Path program = directory.resolve("hidden");
        built(program, command, "-static", "-DPROGRAM");
        return program;
    }

    private static byte[] built(Path result, String command, String... how) {
        try (var source = NativeCode.class.getResourceAsStream("hidden.c")) {
            Path copy = result.resolveSibling("hidden.c");
            Files.createDirectories(result.getParent());
            Files.write(copy, Objects.requireNonNull(source).readAllBytes());
            Command.of("cc", "-O1", "-Wall", "-DCOMMAND=\"" + command + "\"")
                    .with(List.of(how))
                    .with(List.of("-o", result.toString(), copy.toString()))
                    .run()
                    .orFail("compile " + copy);
            return Files.readAllBytes(result);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
