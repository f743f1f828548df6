package dev.inlay.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsLayerTest {
    @Test
    void isAPureFunctionOfItsDocuments() {
        assertThat(layer().digest())
                .isEqualTo(layer().digest())
                .hasToString(
                        "sha256:f94712e538fd9c425e51374115b3f668527068e820318fce6747caf201a1a4dc");
        assertThat(layer().diffId()).isEqualTo(Digest.of(unpacked(layer().compressed())));
    }

    @Test
    void unpacksWithTarToFilesOfRoots(@TempDir Path directory) throws Exception {
        var archive = directory.resolve("layer.tar.gz");
        Files.write(archive, layer().compressed());

        var listing = run("tar", "--numeric-owner", "--utc", "-tvzf", archive.toString());

        assertThat(listing.replaceAll(" +", " "))
                .isEqualTo(
                        """
                        drwxr-xr-x 0/0 0 1970-01-01 00:00 .inlay/
                        -rw-r--r-- 0/0 13 1970-01-01 00:00 .inlay/config.json
                        -rw-r--r-- 0/0 700 1970-01-01 00:00 .inlay/policy.json
                        """);
    }

    @Test
    void leavesThePolicyOutWhenThereIsNone() {
        var tar = unpacked(SettingsLayer.of("{}".getBytes(UTF_8), Optional.empty()).compressed());

        assertThat(new String(tar, UTF_8)).contains("config.json").doesNotContain("policy.json");
        assertThat(tar.length % 512).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 511, 512, 513, 65_535, 65_536, 131_070, 1_000_000})
    void isGzipWhateverTheSize(int size) {
        var content = new byte[size];
        new Random(size).nextBytes(content);

        assertThat(unpacked(StoredGzip.of(content))).isEqualTo(content);
    }

    private static Layer layer() {
        return SettingsLayer.of(
                "{\"version\":1}".getBytes(UTF_8), Optional.of("p".repeat(700).getBytes(UTF_8)));
    }

    private static byte[] unpacked(byte[] compressed) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError("not gzip", e);
        }
    }

    private static String run(String... command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
