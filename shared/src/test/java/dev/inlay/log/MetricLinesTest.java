package dev.inlay.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class MetricLinesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Lines lines =
            new MetricLines(
                    "registry-scan", InstantSource.fixed(Instant.ofEpochMilli(1_767_323_045_000L)));

    @Test
    void isOneDocumentThatIsALineAndAMetric() throws Exception {
        var line =
                Line.of(Line.Result.AGAIN, "offering \"m1\" again:\nthe registry is away")
                        .about("message", "m1")
                        .count("Frames", 3);

        var written = lines.write(line);

        assertThat(written).doesNotContain("\n");
        assertThat(JSON.readTree(written))
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"_aws": {"Timestamp": 1767323045000, "CloudWatchMetrics": [
                                   {"Namespace": "Inlay", "Dimensions": [["Function", "Outcome"]],
                                    "Metrics": [{"Name": "Outcomes", "Unit": "Count"},
                                                {"Name": "Frames", "Unit": "Count"}]}]},
                                 "Function": "registry-scan", "Outcome": "again", "Outcomes": 1,
                                 "Frames": 3, "message": "m1",
                                 "text": "offering \\"m1\\" again:\\nthe registry is away"}
                                """));
    }

    @Test
    void hasEveryMetricItDeclares() throws Exception {
        var document =
                JSON.readTree(
                        lines.write(Line.of(Line.Result.DONE, "done").count("A", 0).count("B", 7)));

        document.at("/_aws/CloudWatchMetrics/0/Metrics")
                .forEach(metric ->
                        assertThat(document.path(metric.path("Name").asText()).isNumber())
                                .isTrue());
        document.at("/_aws/CloudWatchMetrics/0/Dimensions/0")
                .forEach(name -> assertThat(document.path(name.asText()).isTextual()).isTrue());
    }

    @Test
    void saysToPeopleOnlyWhatIsForThem() {
        assertThat(Lines.plain().write(Line.of(Line.Result.DONE, "queued").about("message", "m1")))
                .isEqualTo("queued");
    }
}
