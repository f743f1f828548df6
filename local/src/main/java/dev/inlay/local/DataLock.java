package dev.inlay.local;

import dev.inlay.failure.PermanentFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// One control plane for one data directory: two would both work on every message. The system ends
/// the lock with the process, however that ends.
final class DataLock implements AutoCloseable {
    private final FileChannel channel;

    private DataLock(FileChannel channel) {
        this.channel = channel;
    }

    static DataLock of(Path data) {
        var file = data.resolve("lock");
        try {
            var channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() != null) {
                return new DataLock(channel);
            }
            channel.close();
            throw taken(data);
        } catch (OverlappingFileLockException e) {
            throw taken(data);
        } catch (IOException e) {
            throw new PermanentFailure(
                    "data-directory", "locking " + file + ": " + e + "; check owner and mode", e);
        }
    }

    private static PermanentFailure taken(Path data) {
        return new PermanentFailure(
                "data-in-use",
                "using the data directory %s: another 'inlay up' is using it; stop that one, or choose another with --data"
                        .formatted(data));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new PermanentFailure("data-directory", "unlocking the data directory: " + e, e);
        }
    }
}
