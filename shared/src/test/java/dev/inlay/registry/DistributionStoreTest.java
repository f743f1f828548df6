package dev.inlay.registry;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("registry")
class DistributionStoreTest extends ImageStoreContract {
    @TempDir static Path directory;
    private static LocalRegistry server;

    @BeforeAll
    static void start() throws Exception {
        server = LocalRegistry.start(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected ImageStore store() {
        return server.client();
    }
}
