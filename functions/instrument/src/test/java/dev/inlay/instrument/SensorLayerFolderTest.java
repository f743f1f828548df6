package dev.inlay.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Layer;
import dev.inlay.image.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SensorLayerFolderTest {
    private static final Platform ARM64 = new Platform("linux", "arm64", "");
    private static final Layer LAYER = Layer.ofTar(new byte[1_024]);

    @TempDir private Path folder;

    @Test
    void findsWhatWasPackedForEachProcessor() throws IOException {
        pack("linux-arm64", about());
        pack("linux-amd64", about());
        Files.writeString(folder.resolve("notes"), "");

        var sensors = new SensorLayerFolder(folder);

        assertThat(sensors.platforms())
                .containsExactlyInAnyOrder(ARM64, new Platform("linux", "amd64", ""));
        var built = sensors.layer(ARM64);
        assertThat(built.version()).isEqualTo("0.1.0");
        assertThat(built.layer().digest()).isEqualTo(LAYER.digest());
        assertThat(built.layer().diffId()).isEqualTo(LAYER.diffId());
        assertThat(built.layer().compressed()).isEqualTo(LAYER.compressed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"digest\":\"sha256:1\",\"diffId\":7}", "\u0000"})
    void refusesWhatIsNoDescription(String about) throws IOException {
        pack("linux-arm64", about);

        assertThatThrownBy(() -> new SensorLayerFolder(folder).layer(ARM64))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("layer.json");
    }

    @Test
    void saysWhereOneIsMissing() {
        assertThatThrownBy(() -> new SensorLayerFolder(folder).layer(ARM64))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContainingAll("linux-arm64", "./inlay build");
        assertThatThrownBy(() -> new SensorLayerFolder(folder.resolve("none")).platforms())
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("none");
    }

    private static String about() {
        return "{\"version\":\"0.1.0\",\"digest\":\"%s\",\"diffId\":\"%s\"}"
                .formatted(LAYER.digest(), LAYER.diffId());
    }

    private void pack(String name, String about) throws IOException {
        var place = Files.createDirectories(folder.resolve(name));
        Files.writeString(place.resolve("layer.json"), about);
        Files.write(place.resolve("layer.tar.gz"), LAYER.compressed());
    }
}
