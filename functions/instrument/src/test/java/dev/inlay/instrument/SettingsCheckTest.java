package dev.inlay.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.image.Digest;
import dev.inlay.image.SettingsLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsCheckTest {
    private static final Path EXAMPLES = Path.of("..", "..", "docs", "examples");
    private static final Digest IMAGE =
            new Digest("sha256:cfb530f935c5d9d4acfcd43210aac6fc244193fffe598bb1e6cb1a6702103c5a");

    @ParameterizedTest
    @CsvSource({
        "config.json, its sensor reports to https://inlay.example.com",
        "config-direct.json, 'its sensor reports to https://sqs.eu-central-1.amazonaws.com/111122223333/inlay-direct-telemetry, by its task''s role'"
    })
    void saysWhomTheSensorReportsTo(String example, String told) throws IOException {
        var config = Files.readAllBytes(EXAMPLES.resolve(example));
        var layer = SettingsLayer.of(config, Optional.empty());
        var found = new Findings();

        SettingsLayer.read(layer.compressed(), layer.diffId())
                .ifPresent(new SettingsCheck(IMAGE, List.of(), found)::check);

        assertThat(found.links()).extracting(Link::text).contains(told);
    }
}
