package dev.inlay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.aws.lambda.EmulatedStack;
import dev.inlay.aws.lambda.Events;
import dev.inlay.aws.lambda.Lambda;
import dev.inlay.queue.QueueName;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is deployed: each function is one file, small enough, and holds everything it needs.
@Tag("docker")
class LambdaJarsTest {
    private static final long MAX_BYTES = 15L * 1_000 * 1_000;

    private static final EmulatedStack STACK =
            new EmulatedStack()
                    .withTables()
                    .withQueues(
                            QueueName.SCAN,
                            QueueName.INSTRUMENT,
                            QueueName.VIOLATIONS,
                            QueueName.TELEMETRY,
                            QueueName.EVALUATE)
                    .withSecret()
                    .withSigningKey()
                    .withTopic()
                    .withBus()
                    .with("INLAY_CLUSTER", "inlay")
                    .with("INLAY_TASK_DEFINITION", "inlay-instrument")
                    .with("INLAY_SUBNETS", "subnet-1")
                    .with("INLAY_SECURITY_GROUPS", "sg-1");

    @ParameterizedTest
    @CsvSource({
        "registry-scan, dev.inlay.scan.RegistryScanHandler",
        "telemetry-ingest, dev.inlay.ingest.TelemetryIngestHandler",
        "policy-eval, dev.inlay.eval.PolicyEvalHandler",
        "console-api, dev.inlay.console.ConsoleApiHandler",
        "console-api, dev.inlay.console.SensorAuthorizerHandler"
    })
    void startFromTheirOneFile(String module, String handler) throws Exception {
        var jar = jar(module);
        assertThat(Files.size(jar)).isLessThanOrEqualTo(MAX_BYTES);

        try (var function =
                Lambda.start(jar + File.pathSeparator + client(), handler, STACK.environment())) {
            assertThat(function.invoke(event(handler)).has(answer(handler))).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"coverage", "instrument"})
    void keepTheirSize(String module) throws Exception {
        assertThat(Files.size(jar(module))).isLessThanOrEqualTo(MAX_BYTES);
    }

    private static Path jar(String module) {
        return Home.directory()
                .resolve("functions/" + module + "/target/inlay-" + module + "-lambda.jar");
    }

    /// Of this process' class path what Lambda's runtime brings itself.
    private static String client() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(each -> each.contains("aws-lambda-java-"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static JsonNode event(String handler) {
        if (handler.endsWith("AuthorizerHandler")) {
            return Events.authorizer("Bearer x.y");
        }
        return handler.endsWith("ApiHandler")
                ? Events.http("GET", "/api/v1/health", "", Map.of())
                : Events.sqs(Map.of(), "nonsense");
    }

    private static String answer(String handler) {
        if (handler.endsWith("AuthorizerHandler")) {
            return "isAuthorized";
        }
        return handler.endsWith("ApiHandler") ? "statusCode" : "batchItemFailures";
    }
}
