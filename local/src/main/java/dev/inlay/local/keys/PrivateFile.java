package dev.inlay.local.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.inlay.failure.PermanentFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/// A small text file that only its owner can read.
public final class PrivateFile {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> DIRECTORY =
            PosixFilePermissions.fromString("rwx------");

    private PrivateFile() {}

    /// A directory that only its owner can enter; an existing one is left as it is.
    public static void directory(Path path) {
        try {
            Files.createDirectories(path, PosixFilePermissions.asFileAttribute(DIRECTORY));
        } catch (IOException e) {
            throw failure("making the data directory", path, e);
        }
    }

    /// What the file holds, after making it with this content if it is not there.
    static String readOrMake(Path path, Supplier<String> content) {
        if (!Files.exists(path)) {
            write(path, content.get());
        }
        return read(path);
    }

    /// What the file holds. A file that others can read holds no secret any more: refused.
    public static String read(Path path) {
        try {
            var others = EnumSet.copyOf(Files.getPosixFilePermissions(path));
            others.removeAll(DIRECTORY);
            if (!others.isEmpty()) {
                throw new PermanentFailure(
                        "secret-readable",
                        "reading the secret in %s: others may read it too (%s); chmod 600 it, and replace it if they could have"
                                .formatted(path, PosixFilePermissions.toString(others)));
            }
            return Files.readString(path).strip();
        } catch (IOException e) {
            throw failure("reading the secret in", path, e);
        }
    }

    /// Replaces the file in one step: it holds the old content or the new, whatever happens.
    static void write(Path path, String content) {
        var fresh = path.resolveSibling(path.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            try (var channel =
                    FileChannel.open(
                            fresh,
                            Set.of(CREATE_NEW, WRITE),
                            PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
                var bytes = ByteBuffer.wrap((content + "\n").getBytes(UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failure("writing the secret to", path, e);
        }
    }

    private static PermanentFailure failure(String attempt, Path path, IOException e) {
        return new PermanentFailure(
                "data-directory",
                "%s %s: %s; check the owner, the mode and the space of the disk"
                        .formatted(attempt, path, e),
                e);
    }
}
