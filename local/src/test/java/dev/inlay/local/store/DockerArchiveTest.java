package dev.inlay.local.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.TestImage;
import dev.inlay.registry.ImageStore;
import dev.inlay.registry.ImageStoreContract;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerArchiveTest extends ImageStoreContract {
    private static final TestImage IMAGE = TestImage.docker("{\"Cmd\":[\"saved\"]}");

    @TempDir Path directory;
    private DockerArchive archive;
    private int written;

    @BeforeEach
    void save() {
        archive =
                DockerArchive.open(
                        Archives.legacy(directory.resolve("web.tar"), "shop/web:1.4", IMAGE));
    }

    @AfterEach
    void close() {
        archive.close();
    }

    /// Each time from what was written to a file the last time.
    @Override
    protected ImageStore store() {
        var next = directory.resolve("web-" + written++ + ".tar");
        archive.writeTo(next);
        archive.close();
        archive = DockerArchive.open(next);
        return archive.store();
    }

    @Test
    void readsWhatDockerSaved() {
        var manifest = archive.store().manifest("shop/web", "1.4").orElseThrow();

        var layers = manifest.tree().path("layers");
        assertThat(layers).hasSize(2);
        assertThat(layers.path(0).path("digest").asText())
                .isEqualTo(IMAGE.layers().getFirst().diffId().value());
        assertThat(archive.store().blob("shop/web", IMAGE.config().digest(), 1 << 20))
                .isEqualTo(IMAGE.config().bytes());
        assertThat(archive.store().hasBlob("shop/web", IMAGE.layers().getFirst().diffId()))
                .isTrue();
    }

    /// As jib, crane and Bazel write archives for `docker load`.
    @Test
    void readsLayersThatOthersCompress() {
        var file =
                with(tar -> {
                    Archives.entry(tar, "c.json", IMAGE.config().bytes());
                    for (var layer : IMAGE.layers()) {
                        Archives.entry(tar, layer.digest().hex() + ".tar.gz", layer.compressed());
                    }
                    var names =
                            IMAGE.layers().stream()
                                    .map(layer -> "\"" + layer.digest().hex() + ".tar.gz\"")
                                    .collect(joining(","));
                    manifest(tar, "c.json", names);
                });

        try (var opened = DockerArchive.open(file)) {
            var manifest = opened.store().manifest("x", "latest").orElseThrow();
            var layers = manifest.tree().path("layers");
            for (int at = 0; at < layers.size(); at++) {
                var layer = IMAGE.layers().get(at);
                assertThat(layers.path(at).path("digest").asText())
                        .isEqualTo(layer.digest().value());
                assertThat(layers.path(at).path("mediaType").asText()).endsWith(".tar.gzip");
                assertThat(opened.store().blob("x", layer.digest(), 1 << 20))
                        .isEqualTo(layer.compressed());
            }
            assertThat(layers).hasSize(IMAGE.layers().size());
        }
    }

    @Test
    void keepsEveryLayerToTheByteAndTheNamesForDocker() throws IOException {
        var before = archive.store().manifest("shop/web", "1.4").orElseThrow();

        var after = store();

        assertThat(after.manifest("shop/web", "1.4").orElseThrow().bytes())
                .isEqualTo(before.bytes());
        for (var layer : IMAGE.layers()) {
            assertThat(after.blob("shop/web", layer.diffId(), 1 << 20))
                    .isEqualTo(Archives.unpacked(layer.compressed()));
        }
        var names = archive.entries().find("manifest.json").orElseThrow();
        assertThat(new String(archive.content(names, 4096), UTF_8))
                .contains("\"RepoTags\":[\"shop/web:1.4\"]")
                .contains("blobs/sha256/" + IMAGE.config().digest().hex());
    }

    @Test
    void neverWritesOverItself() {
        assertThatThrownBy(() -> archive.writeTo(directory.resolve("web.tar")))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("name another file");
    }

    @Test
    void followsTheLinksThatDockerWroteForEqualLayers() {
        var config =
                "{\"os\":\"linux\",\"rootfs\":{\"diff_ids\":[\"%1$s\",\"%1$s\"]}}"
                        .formatted(IMAGE.layers().getFirst().diffId());
        var file =
                with(tar -> {
                    Archives.entry(tar, "c.json", config.getBytes(UTF_8));
                    Archives.entry(
                            tar,
                            "a/layer.tar",
                            Archives.unpacked(IMAGE.layers().getFirst().compressed()));
                    Archives.link(tar, "b/layer.tar", TarConstants.LF_SYMLINK, "../a/layer.tar");
                    manifest(tar, "c.json", "\"a/layer.tar\",\"b/layer.tar\"");
                });

        try (var opened = DockerArchive.open(file)) {
            assertThat(opened.store().manifest("x", "latest")).isPresent();
        }
    }

    @Test
    void refusesNamesThatLeadOut() {
        refused(tar -> Archives.entry(tar, "../../etc/cron.d/x", new byte[1]), "leads out");
        refused(tar -> Archives.entry(tar, "/etc/passwd", new byte[1]), "leads out");
        refused(tar -> Archives.entry(tar, "a/../../x", new byte[1]), "leads out");
    }

    @Test
    void refusesLinksThatLeadOutAndDevices() {
        refused(
                tar -> {
                    Archives.entry(tar, "c.json", config());
                    Archives.link(tar, "l.tar", TarConstants.LF_SYMLINK, "/etc/passwd");
                    manifest(tar, "c.json", "\"l.tar\"");
                },
                "does not have");
        refused(
                tar -> Archives.link(tar, "x", TarConstants.LF_LINK, "/etc/passwd"),
                "neither a file");
        refused(tar -> Archives.link(tar, "x", TarConstants.LF_CHR, ""), "neither a file");
    }

    @Test
    void refusesTheSameFileTwice() {
        refused(
                tar -> {
                    Archives.entry(tar, "manifest.json", "[]".getBytes(UTF_8));
                    Archives.entry(tar, "manifest.json", "[]".getBytes(UTF_8));
                },
                "twice");
    }

    @Test
    void refusesDocumentsThatAreTooLarge() {
        refused(tar -> Archives.entry(tar, "manifest.json", new byte[9 * 1024 * 1024]), "larger");
    }

    @Test
    void refusesAnEntryThatSaysItIsLargerThanTheArchive() throws IOException {
        var file = Archives.legacy(directory.resolve("huge.tar"), "shop/web:1", IMAGE);
        var bytes = Files.readAllBytes(file);
        var header = ByteBuffer.wrap(bytes);
        header.put(124, "77777777777 ".getBytes(UTF_8));
        checksum(bytes);
        Files.write(file, bytes);

        assertThatThrownBy(() -> DockerArchive.open(file)).isInstanceOf(PermanentFailure.class);
    }

    @Test
    void refusesWhatWasCutShortAnywhere() throws IOException {
        var whole =
                Files.readAllBytes(
                        Archives.legacy(directory.resolve("whole.tar"), "shop/web:1", IMAGE));
        int end = whole.length;
        while (whole[end - 1] == 0) {
            end--;
        }
        var random = new Random(11);
        for (int i = 0; i < 50; i++) {
            var cut =
                    Files.write(
                            directory.resolve("cut.tar"),
                            Arrays.copyOf(whole, random.nextInt(end - 1)));
            assertThatThrownBy(() -> DockerArchive.open(cut)).isInstanceOf(PermanentFailure.class);
        }
    }

    @Test
    void refusesGarbageWithoutBreaking() throws IOException {
        var random = new Random(12);
        var whole =
                Files.readAllBytes(
                        Archives.legacy(directory.resolve("whole.tar"), "shop/web:1", IMAGE));
        for (int i = 0; i < 300; i++) {
            var bytes = whole.clone();
            for (int change = 0; change < 20; change++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            var file = Files.write(directory.resolve("garbage.tar"), bytes);
            try (var opened = DockerArchive.open(file)) {
                assertThat(opened.index().path("manifests").isArray()).isTrue();
            } catch (PermanentFailure expected) {
                assertThat(expected.getMessage()).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}x",
                "[{}]",
                "[{\"Config\":\"c.json\",\"Layers\":[\"none\"]}]",
                "[{\"Config\":\"../c.json\"}]",
                "[7]",
                "[{\"Config\":\"c.json\",\"Layers\":[\"c.json\",\"c.json\"]}]"
            })
    void refusesAManifestThatFitsNothing(String manifest) {
        refused(
                tar -> {
                    Archives.entry(tar, "c.json", config());
                    Archives.entry(tar, "manifest.json", manifest.getBytes(UTF_8));
                },
                "");
    }

    private static byte[] config() {
        return "{\"os\":\"linux\",\"rootfs\":{\"diff_ids\":[\"%s\"]}}"
                .formatted(IMAGE.layers().getFirst().diffId())
                .getBytes(UTF_8);
    }

    private static void manifest(TarArchiveOutputStream tar, String config, String layers) {
        Archives.entry(
                tar,
                "manifest.json",
                "[{\"Config\":\"%s\",\"Layers\":[%s]}]".formatted(config, layers).getBytes(UTF_8));
    }

    private Path with(Consumer<TarArchiveOutputStream> content) {
        return Archives.write(directory.resolve("made.tar"), content);
    }

    private void refused(Consumer<TarArchiveOutputStream> content, String because) {
        assertThatThrownBy(() -> DockerArchive.open(with(content)))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining(because);
    }

    /// Of the first header.
    private static void checksum(byte[] tar) {
        Arrays.fill(tar, 148, 156, (byte) ' ');
        int sum = 0;
        for (int at = 0; at < 512; at++) {
            sum += tar[at] & 0xff;
        }
        var text = "%06o\0 ".formatted(sum).getBytes(UTF_8);
        System.arraycopy(text, 0, tar, 148, text.length);
    }
}
