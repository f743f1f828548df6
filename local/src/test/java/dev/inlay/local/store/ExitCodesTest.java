package dev.inlay.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.image.MediaType;
import dev.inlay.image.TestImage;
import dev.inlay.local.cli.Inlay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What pipelines go by.
class ExitCodesTest {
    @TempDir Path directory;

    @Test
    void tellFailedDeclinedAndMisusedApart() throws IOException {
        var layout = Archives.layout(directory.resolve("layout"));
        var image = TestImage.of(MediaType.OCI_MANIFEST, "s390x", "{\"Cmd\":[\"x\"]}", 1);
        var store = OciLayout.at(layout).store();
        store.pushBlob("x", image.config().digest(), image.config().bytes());
        store.tag("x", "1", image.manifest());

        assertThat(Inlay.run("instrument", "oci:" + layout)).isEqualTo(3);
        assertThat(Inlay.run("instrument", "oci:" + layout, "--dry-run")).isEqualTo(3);
        assertThat(Inlay.run("strip", "oci:" + layout)).isEqualTo(3);
        assertThat(Inlay.run("verify", "oci:" + layout)).isEqualTo(1);
        assertThat(Inlay.run("instrument", "oci:" + directory)).isEqualTo(1);
        assertThat(Inlay.run("instrument", "docker-archive:" + layout.resolve("index.json")))
                .isEqualTo(1);
        assertThat(Inlay.run("instrument", "oci:" + layout, "--output", "x.tar")).isEqualTo(2);
        assertThat(Inlay.run("instrument", "oci:" + layout, "--server", "http://127.0.0.1:1"))
                .isEqualTo(2);
        assertThat(Inlay.run("instrument")).isEqualTo(2);
    }

    @Test
    void tellWhetherATaskHasItsSensor() throws IOException {
        var good = task("web:1-inlay", "");
        var bad = task("web:1-inlay", ",\"entryPoint\":[\"/app\"]");
        var none = Files.writeString(directory.resolve("none.yaml"), "just: text");

        assertThat(Inlay.run("check-task", good.toString())).isEqualTo(0);
        assertThat(Inlay.run("check-task", bad.toString())).isEqualTo(1);
        assertThat(Inlay.run("check-task", bad.toString(), "--container", "other")).isEqualTo(0);
        assertThat(Inlay.run("check-task", none.toString(), "--json")).isEqualTo(1);
        assertThat(Inlay.run("check-task", directory.resolve("absent").toString())).isEqualTo(1);
        assertThat(Inlay.run("check-task")).isEqualTo(2);
    }

    private Path task(String image, String more) throws IOException {
        return Files.writeString(
                Files.createTempFile(directory, "task", ".json"),
                "{\"containerDefinitions\":[{\"name\":\"web\",\"image\":\"%s\"%s}]}"
                        .formatted(image, more));
    }
}
