package dev.inlay.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.Manifest;
import dev.inlay.image.MediaType;
import dev.inlay.image.TestImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What we count on, of every registry.
@Tag("registry")
@ParameterizedClass
@EnumSource(RegistryKind.class)
class RegistryContractTest {
    private static final TestImage IMAGE = TestImage.oci("{\"Cmd\":[\"x\"]}");

    @TempDir static Path directory;
    private static RunningRegistries registries;

    private final RunningRegistry server;
    private final Distribution registry;

    RegistryContractTest(RegistryKind kind) {
        server = registries.of(kind);
        registry = server.client();
    }

    @BeforeAll
    static void prepare() {
        registries = new RunningRegistries(directory);
    }

    @AfterAll
    static void stop() {
        registries.close();
    }

    @Test
    void givesBackTheBytesItWasGiven() {
        var web = server.repository("shop/bytes");
        LocalRegistry.push(registry, web, "1", IMAGE);

        assertThat(registry.manifest(web, "1").orElseThrow().bytes())
                .isEqualTo(IMAGE.manifest().bytes());
        assertThat(registry.manifest(web, IMAGE.manifest().digest()).orElseThrow().mediaType())
                .isEqualTo(MediaType.OCI_MANIFEST);
        assertThat(registry.resolve(web, "1")).contains(IMAGE.manifest().digest());
        assertThat(registry.blob(web, IMAGE.config().digest(), 1 << 20))
                .isEqualTo(IMAGE.config().bytes());
    }

    @Test
    void keepsDockersManifestsAsTheyAre() {
        var web = server.repository("shop/docker");
        var image = TestImage.docker("{\"Cmd\":[\"docker\"]}");
        LocalRegistry.push(registry, web, "1", image);

        var there = registry.manifest(web, "1").orElseThrow();

        assertThat(there.mediaType()).isEqualTo(MediaType.DOCKER_MANIFEST);
        assertThat(there.digest()).isEqualTo(image.manifest().digest());
    }

    @Test
    void takesAnIndexWhoseMembersHaveNoTag() {
        var web = server.repository("shop/index");
        LocalRegistry.pushUntagged(registry, web, IMAGE);
        for (var type : new String[] {MediaType.OCI_INDEX, MediaType.DOCKER_INDEX}) {
            var index = index(type, IMAGE);

            assertThat(registry.tag(web, "1", index)).isEqualTo(new Tagging.Done());

            assertThat(registry.manifest(web, "1").orElseThrow().bytes()).isEqualTo(index.bytes());
            assertThat(registry.resolve(web, "1")).contains(index.digest());
        }
    }

    @Test
    void tellsWhatIsNotThere() {
        var web = server.repository("shop/empty");
        LocalRegistry.push(registry, web, "1", IMAGE);

        assertThat(registry.manifest(web, "none")).isEmpty();
        assertThat(registry.manifest(web, Digest.ofText("x"))).isEmpty();
        assertThat(registry.manifest("no/such", "1")).isEmpty();
        assertThat(registry.resolve(web, "none")).isEmpty();
        assertThat(registry.hasBlob(web, Digest.ofText("x"))).isFalse();
        assertThat(registry.tags("no/such")).isEmpty();
    }

    @Test
    void listsWhatItHas() {
        var web = server.repository("shop/listed");
        LocalRegistry.push(registry, web, "1", IMAGE);
        LocalRegistry.push(registry, web, "2", IMAGE);

        assertThat(registry.tags(web)).containsExactlyInAnyOrder("1", "2");
        assertThat(registry.repositories()).contains(web);
    }

    @Test
    void takesABlobOnce() {
        var web = server.repository("shop/once");
        var content = new byte[300_000];
        new Random(1).nextBytes(content);

        assertThat(registry.pushBlob(web, Digest.of(content), content)).isTrue();
        assertThat(registry.pushBlob(web, Digest.of(content), content)).isFalse();
        assertThat(registry.blob(web, Digest.of(content), 1 << 20)).isEqualTo(content);
    }

    @Test
    void takesNoBlobUnderAnotherDigest() {
        var web = server.repository("shop/wrong");
        var content = "content".getBytes(UTF_8);

        assertThatThrownBy(() -> registry.pushBlob(web, Digest.ofText("other"), content))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining(web);
        assertThat(registry.hasBlob(web, Digest.ofText("other"))).isFalse();
    }

    @Test
    void movesATag() throws IOException {
        var web = server.repository("shop/moves");
        var next = TestImage.oci("{\"Cmd\":[\"next\"]}");
        LocalRegistry.push(registry, web, "1", IMAGE);
        LocalRegistry.push(registry, web, "1", next);

        assertThat(registry.resolve(web, "1")).contains(next.manifest().digest());
        assertThat(registry.manifest(web, IMAGE.manifest().digest())).isPresent();
    }

    private static Manifest index(String type, TestImage of) {
        var text =
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}}]}"
                        .formatted(
                                type,
                                of.manifest().mediaType(),
                                of.manifest().digest(),
                                of.manifest().bytes().length);
        return new Manifest(text.getBytes(UTF_8), type);
    }
}
