package dev.inlay.local.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import dev.inlay.registry.ImageStore;
import dev.inlay.registry.ImageStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OciLayoutTest extends ImageStoreContract {
    private static final byte[] CONTENT = {1, 2, 3};
    private static final Digest BLOB = Digest.of(CONTENT);

    @TempDir Path directory;
    private Path layout;

    @BeforeEach
    void layout() throws IOException {
        layout = Archives.layout(directory.resolve("layout"));
    }

    @Override
    protected ImageStore store() {
        return OciLayout.at(layout).store();
    }

    @Test
    void believesNoBlobThatIsAnother() throws IOException {
        Files.write(Archives.blob(layout, BLOB), new byte[] {9});

        assertThatThrownBy(() -> store().blob("x", BLOB, 100))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("its content is another");
    }

    @Test
    void followsNoLink() throws IOException {
        var outside = Files.write(directory.resolve("outside"), CONTENT);
        Files.createSymbolicLink(Archives.blob(layout, BLOB), outside);

        assertThat(store().hasBlob("x", BLOB)).isFalse();
        assertThatThrownBy(() -> store().blob("x", BLOB, 100)).isInstanceOf(PermanentFailure.class);
    }

    @Test
    void writesNowhereElseThroughALinkedFolder() throws IOException {
        var outside = Files.createDirectory(directory.resolve("elsewhere"));
        Files.delete(layout.resolve("blobs/sha256"));
        Files.createSymbolicLink(layout.resolve("blobs/sha256"), outside);

        assertThatThrownBy(() -> store().pushBlob("x", BLOB, CONTENT))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("link");
        assertThat(outside).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"manifests\":[{\"digest\":\"../../etc/passwd\"}]}{",
                "\u0000\u0001",
                "{\"a\":1,\"a\":2}"
            })
    void refusesAnIndexThatIsNone(String garbage) throws IOException {
        Files.writeString(layout.resolve("index.json"), garbage);

        assertThatThrownBy(() -> OciLayout.at(layout)).isInstanceOf(PermanentFailure.class);
    }

    @Test
    void takesNoDirectoryForALayoutThatIsNone() {
        assertThatThrownBy(() -> OciLayout.at(directory))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("oci-layout");
        assertThatThrownBy(() -> OciLayout.at(directory.resolve("none")))
                .isInstanceOf(PermanentFailure.class);
    }

    @Test
    void readsDigestsThatAreNoneAsNothing() throws IOException {
        Files.writeString(
                layout.resolve("index.json"),
                "{\"manifests\":[{\"digest\":\"../../etc/passwd\",\"annotations\":{\"org.opencontainers.image.ref.name\":\"1\"}},7,null]}");

        assertThat(store().resolve("x", "1")).isEmpty();
    }
}
