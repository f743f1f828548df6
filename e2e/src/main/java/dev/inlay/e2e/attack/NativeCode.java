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
    /// @param directory where to build it
    /// @param command what the shell is to run
    public static byte[] library(Path directory, String command) {
        Path library = directory.resolve("hidden.so");
        try (var source = NativeCode.class.getResourceAsStream("hidden.c")) {
            Files.createDirectories(directory);
            Path copy = directory.resolve("hidden.c");
            Files.write(copy, Objects.requireNonNull(source).readAllBytes());
            Command.of("cc", "-O1", "-Wall", "-shared", "-fPIC", "-DCOMMAND=\"" + command + "\"")
                    .with(List.of("-o", library.toString(), copy.toString()))
                    .run()
                    .orFail("compile " + copy);
            return Files.readAllBytes(library);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
