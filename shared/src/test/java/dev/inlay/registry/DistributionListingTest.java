package dev.inlay.registry;

import dev.inlay.image.Digest;
import dev.inlay.image.TestImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("registry")
class DistributionListingTest extends RegistryListingContract {
    private static final AtomicInteger IMAGES = new AtomicInteger();

    @TempDir Path directory;
    private LocalRegistry registry;

    @BeforeEach
    void startTheRegistry() throws IOException, InterruptedException {
        registry = LocalRegistry.start(directory);
    }

    @AfterEach
    void stopTheRegistry() {
        registry.close();
    }

    @Override
    protected RegistryListing listing() {
        return registry.client();
    }

    @Override
    protected Digest push(String repository, String tag) {
        var image = TestImage.oci("{\"Env\":[\"N=%d\"]}".formatted(IMAGES.incrementAndGet()));
        LocalRegistry.push(registry.client(), repository, tag, image);
        return image.manifest().digest();
    }
}
