package dev.inlay.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The rules that other people wrote: cfn-lint, which the launcher sets up.
@EnabledIfSystemProperty(
        named = "inlay.cfn-lint",
        matches = ".+",
        disabledReason = "-Dinlay.cfn-lint says where cfn-lint is; ./inlay test unit sets it up")
class LintTest {
    static Stream<Map<String, String>> choices() {
        return Stream.of(
                Map.of(),
                Map.of(
                        "endpoints", "true",
                        "tracing", "true",
                        "securityHub", "true",
                        "sensors", "direct"),
                Map.of(
                        "vpc", "vpc-0123456789abcdef0",
                        "subnets", "subnet-0123456789abcdef0",
                        "alertEmail", "on-call@example.com",
                        "rollServices", "true"));
    }

    @ParameterizedTest
    @MethodSource("choices")
    void hasNothingToSayOfTheTemplate(Map<String, String> settings) throws Exception {
        var folder = Synthesised.with(settings).folder();

        assertThat(said(folder.resolve("Inlay.template.json"))).isEmpty();
    }

    /// The negative control.
    @Test
    void saysWhatIsWrongWithAnother(@TempDir Path folder) throws Exception {
        var wrong =
                Files.writeString(
                        folder.resolve("wrong.json"),
                        "{\"Resources\":{\"Q\":{\"Type\":\"AWS::SQS::Queue\","
                                + "\"Properties\":{\"Colour\":\"red\"}}}}");

        assertThat(said(wrong)).contains("Colour");
    }

    private static String said(Path template) throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(
                                List.of(
                                        program(),
                                        "--config-file",
                                        "cfn-lint.yaml",
                                        "--",
                                        template.toString()))
                        .redirectErrorStream(true)
                        .start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return said;
    }

    private static String program() {
        return System.getProperty("inlay.cfn-lint", "cfn-lint");
    }
}
