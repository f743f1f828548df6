package dev.inlay.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The whole template, so that a change of infrastructure shows in review. After a change that is
/// meant: `-Dinlay.golden=write`.
class SnapshotTest {
    private static final Path GOLDEN =
            Path.of("src/test/resources/dev/inlay/infra/inlay.template.json");

    @Test
    void isWhatWasReviewed() throws IOException {
        var template = normalised(Synthesised.byDefault());
        if ("write".equals(System.getProperty("inlay.golden"))) {
            Files.writeString(GOLDEN, template, UTF_8);
        }

        assertThat(template).isEqualTo(Files.readString(GOLDEN, UTF_8));
    }

    /// Versions of functions and assets are named by the hash of what is in them.
    private static String normalised(Synthesised stack) throws JsonProcessingException {
        var json = new ObjectMapper();
        var sorted =
                json.writer()
                        .with(SerializationFeature.INDENT_OUTPUT)
                        .with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                        .writeValueAsString(json.convertValue(stack.template(), Map.class));
        return sorted.replaceAll("[0-9a-f]{64}", "{asset}")
                        .replaceAll("(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}", "$1{version}")
                + "\n";
    }
}
