package dev.inlay.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Examples;
import dev.inlay.instrument.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeRecordTest {
    private static final Path RECORDS = Path.of("../docs/probes");
    private static final String ANSWER =
            """
            {"version": 1, "sensor": "0.1.0", "kernel": "5.10.0", "architecture": "x86_64", "tier": "notify", "because": "",
             "forced": false, "limits": [], "features": {},
             "seccomp": {"notifies": true, "outlastsSignals": false, "wakesSynchronously": false}}
            """;

    @TempDir private Path folder;

    private static ObjectNode tree(String text) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void isWrittenAsItIsDescribed() throws IOException {
        var told = new Probe.Told("AWS Fargate 1.4.0 in eu-central-1", tree(ANSWER));

        var file =
                ProbeRecord.write(
                        folder.resolve("new"),
                        "amd64",
                        told,
                        Instant.parse("2026-01-02T03:04:05Z"));

        assertThat(file.getFileName().toString())
                .isEqualTo("2026-01-02-aws-fargate-1-4-0-in-eu-central-1-amd64.json");
        assertThat(Examples.objections("probe", Files.readString(file))).isEmpty();
        assertThat(tree(Files.readString(file)).path("answer")).isEqualTo(tree(ANSWER));
    }

    /// The negative control: what is no answer of a sensor is no record.
    @Test
    void isNothingElse() {
        for (var other :
                List.of("{}", "{\"version\":1,\"at\":\"x\",\"place\":\"\",\"answer\":{}}")) {
            assertThat(Examples.objections("probe", other)).as(other).isNotEmpty();
        }
    }

    @Test
    void isToldInOneLine() {
        var told = new Probe.Told("AWS Fargate 1.4.0 in eu-central-1", tree(ANSWER));

        assertThat(ProbeCommand.line("amd64", told))
                .isEqualTo("amd64: tier notify, kernel 5.10.0, AWS Fargate 1.4.0 in eu-central-1");
    }

    /// What README says of Fargate is true as long as nobody recorded a probe of it.
    @Test
    void isWhatReadmeSaysOfFargate() throws IOException {
        List<Path> records;
        try (var files = Files.list(RECORDS)) {
            records = files.filter(each -> each.toString().endsWith(".json")).sorted().toList();
        }
        for (var record : records) {
            assertThat(Examples.objections("probe", Files.readString(record)))
                    .as(record.toString())
                    .isEmpty();
        }
        boolean measured = records.stream().anyMatch(each -> each.toString().contains("fargate"));

        assertThat(
                        Files.readString(Path.of("../README.md"))
                                .contains("has not been measured on Fargate"))
                .isNotEqualTo(measured);
    }
}
