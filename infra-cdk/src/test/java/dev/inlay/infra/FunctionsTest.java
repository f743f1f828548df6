package dev.inlay.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FunctionsTest {
    private static final Synthesised STACK = Synthesised.byDefault();

    @Test
    void runsTheHandlers() {
        assertThat(STACK.properties("AWS::Lambda::Function"))
                .extracting(function -> function.path("Handler").asText())
                .containsExactlyInAnyOrder(
                        "dev.inlay.scan.RegistryScanHandler",
                        "dev.inlay.console.SensorAuthorizerHandler",
                        "dev.inlay.ingest.TelemetryIngestHandler",
                        "dev.inlay.eval.PolicyEvalHandler",
                        "dev.inlay.console.ConsoleApiHandler",
                        "dev.inlay.census.CoverageHandler");
    }

    @Test
    void startsThemFromSnapshotsOnJava25() {
        assertThat(STACK.properties("AWS::Lambda::Function"))
                .allSatisfy(function -> {
                    assertThat(function.path("Runtime").asText()).isEqualTo("java25");
                    assertThat(function.path("Architectures").toString()).isEqualTo("[\"arm64\"]");
                    assertThat(function.at("/SnapStart/ApplyOn").asText())
                            .isEqualTo("PublishedVersions");
                    assertThat(function.has("TracingConfig")).isFalse();
                });
    }

    /// A snapshot is of a version: who calls the function itself starts it cold.
    @Test
    void isCalledByItsAliasOnly() {
        assertThat(STACK.properties("AWS::Lambda::Alias"))
                .hasSize(6)
                .allSatisfy(alias -> assertThat(alias.path("Name").asText()).isEqualTo("live"));
        var aliases = STACK.resources("AWS::Lambda::Alias").keySet();

        assertThat(STACK.properties("AWS::Lambda::EventSourceMapping"))
                .allSatisfy(mapping -> assertThat(alias(mapping)).isIn(aliases));
        assertThat(STACK.properties("AWS::Lambda::Permission"))
                .isNotEmpty()
                .allSatisfy(permission -> assertThat(alias(permission)).isIn(aliases));
    }

    @Test
    void tellsEachWhatItsWiringReads() {
        var common = new TreeSet<String>();
        for (var table : new String[] {"CATALOG", "PROFILES", "RUNTIME", "FINDINGS"}) {
            common.add("INLAY_" + table + "_TABLE");
        }
        for (var queue :
                new String[] {"SCAN", "INSTRUMENT", "VIOLATIONS", "TELEMETRY", "EVALUATE"}) {
            common.add("INLAY_" + queue + "_QUEUE");
        }
        common.add("INLAY_REGISTRY");

        assertThat(environment("TelemetryIngest")).containsExactlyInAnyOrderElementsOf(common);
        assertThat(environment("RegistryScan"))
                .containsAll(common)
                .contains(
                        "INLAY_CLUSTER",
                        "INLAY_TASK_DEFINITION",
                        "INLAY_SUBNETS",
                        "INLAY_SECURITY_GROUPS",
                        "INLAY_ASSIGN_PUBLIC_IP");
        assertThat(environment("PolicyEval"))
                .containsAll(common)
                .contains(
                        "INLAY_SIGNING_KEY",
                        "INLAY_NEXT_SIGNING_KEY",
                        "INLAY_TOPIC",
                        "INLAY_BUS",
                        "INLAY_SECURITY_HUB");
        assertThat(environment("ConsoleApi"))
                .containsAll(common)
                .contains("INLAY_SIGNING_KEY", "INLAY_SECRET");
        assertThat(environment("SensorAuthorizer")).containsAll(common).contains("INLAY_SECRET");
    }

    @Test
    void tracesAndMovesToAnotherProcessorWhereAsked() {
        var other = Synthesised.with(Map.of("tracing", "true", "architecture", "x86_64"));

        assertThat(other.properties("AWS::Lambda::Function"))
                .allSatisfy(function -> {
                    assertThat(function.at("/TracingConfig/Mode").asText()).isEqualTo("Active");
                    assertThat(function.path("Architectures").toString()).isEqualTo("[\"x86_64\"]");
                });
    }

    @Test
    void forgetsLogsAfterTheTimeThatWasSet() {
        assertThat(STACK.properties("AWS::Logs::LogGroup"))
                .isNotEmpty()
                .allSatisfy(group -> assertThat(days(group)).isEqualTo(30));
        assertThat(
                        Synthesised.with(Map.of("logRetentionDays", "7"))
                                .properties("AWS::Logs::LogGroup"))
                .allSatisfy(group -> assertThat(days(group)).isEqualTo(7));
    }

    private static String alias(JsonNode of) {
        return STACK.named("AWS::Lambda::Alias", of.path("FunctionName"));
    }

    private static int days(JsonNode group) {
        return group.path("RetentionInDays").asInt();
    }

    private static Iterable<String> environment(String stage) {
        return STACK.resources("AWS::Lambda::Function").entrySet().stream()
                .filter(function -> function.getKey().startsWith(stage))
                .map(function -> function.getValue().at("/Properties/Environment/Variables"))
                .flatMap(variables -> variables.properties().stream())
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
