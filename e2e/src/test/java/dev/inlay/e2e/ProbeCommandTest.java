package dev.inlay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inlay.aws.Answers;
import dev.inlay.aws.Moto;
import dev.inlay.document.Examples;
import dev.inlay.e2e.plane.InlayCommand;
import dev.inlay.e2e.world.Command;
import dev.inlay.e2e.world.Outcome;
import dev.inlay.registry.LocalRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./inlay probe --ecs CLUSTER` from what is typed to what is shown: ECS, ECR's login, STS and the
/// logs are an emulator's, the registry and the container with the sensor are real.
@Tag("docker")
class ProbeCommandTest {
    private final FargateStandIn fargate = new FargateStandIn();
    private final Map<String, String> environment = new HashMap<>(Moto.environment());
    private LocalRegistry registry;

    @TempDir private Path folder;

    ProbeCommandTest(@TempDir Path store) throws Exception {
        registry = LocalRegistry.start(store);
    }

    @BeforeEach
    void pushThere() {
        environment.put("INLAY_REGISTRY", registry.address());
    }

    @AfterEach
    void end() {
        fargate.close();
        registry.close();
    }

    private Outcome probe(String... more) {
        var arguments = new ArrayList<>(List.of("probe", "--ecs", fargate.cluster()));
        arguments.addAll(List.of(more));
        var command = new InlayCommand(List.of()).command(arguments);
        for (var variable : environment.entrySet()) {
            command = command.withEnvironment(variable.getKey(), variable.getValue());
        }
        return command.run();
    }

    @Test
    void showsWhatTheSensorSaidThereAndKeepsIt() throws Exception {
        var running = CompletableFuture.runAsync(fargate::runNextTask);

        var outcome = probe("--record", folder.toString());

        assertThat(outcome.exit()).as(outcome.said()).isZero();
        running.join();
        var kernel = Command.of("uname", "-r").run().text();
        assertThat(outcome.output())
                .startsWith("amd64: tier notify")
                .contains("kernel " + kernel, "AWS Fargate in eu-central-1");
        assertThat(fargate.tasks()).singleElement().asString().contains("X86_64", "STOPPED");
        try (var records = Files.list(folder)) {
            var record = Files.readString(records.findFirst().orElseThrow());
            assertThat(Examples.objections("probe", record)).isEmpty();
            assertThat(new ObjectMapper().readTree(record).at("/answer/kernel").asText())
                    .isEqualTo(kernel);
        }
    }

    /// Both kinds that Fargate has. The one that this machine is not runs in an emulator of
    /// programs, which has no seccomp, and the sensor says so.
    @Test
    void asksEveryProcessorThereIsASensorFor() {
        environment.put(
                "INLAY_SENSORS", Home.directory().resolve("sensor/target/layer").toString());
        var running =
                CompletableFuture.runAsync(() -> {
                    fargate.runNextTask();
                    fargate.runNextTask();
                });

        var outcome = probe();

        assertThat(outcome.exit()).as(outcome.said()).isZero();
        running.join();
        assertThat(outcome.output().lines())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("amd64: tier notify, "),
                        line -> assertThat(line).startsWith("arm64: tier observe ("));
        assertThat(fargate.tasks())
                .satisfiesExactlyInAnyOrder(
                        task -> assertThat(task).contains("X86_64", "STOPPED"),
                        task -> assertThat(task).contains("ARM64", "STOPPED"));
    }

    @Test
    void saysThatATaskStoppedWithoutAWord() {
        var because = "CannotPullContainerError: pull image manifest has been retried";
        var ending = CompletableFuture.runAsync(() -> fargate.endNextTask(because));

        var outcome = probe();

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.error())
                .contains("probing on amd64", because, "its log is empty", "execution role");
        ending.join();
        assertThat(outcome.output()).isEmpty();
    }

    @Test
    void stopsATaskThatDoesNotEndAndSaysSo() {
        var outcome = probe("--timeout", "1");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.error()).contains("did not end within 1 s", fargate.cluster());
        assertThat(fargate.tasks()).singleElement().asString().contains("STOPPED");
    }

    /// In ECS's own words, which the emulator does not have.
    @Test
    void saysWhichPermissionIsMissing() {
        try (var ecs = Answers.listen()) {
            for (int allowed = 0; allowed < 4; allowed++) {
                ecs.then(200, ProbeCommandTest::full);
            }
            ecs.thenError(
                    400,
                    "AccessDeniedException",
                    "User: arn:aws:iam::123456789012:user/visitor is not authorized to perform: ecs:RunTask");
            environment.put("AWS_ENDPOINT_URL_ECS", ecs.address().toString());

            var outcome = probe();

            assertThat(outcome.exit()).isEqualTo(1);
            assertThat(outcome.error()).contains("ecs:RunTask", "role").doesNotContain("\tat ");
        }
    }

    /// The emulator has room for everybody.
    @Test
    void saysWhyEcsStartedNothing() {
        try (var ecs = Answers.listen()) {
            ecs.then(200, ProbeCommandTest::full);
            environment.put("AWS_ENDPOINT_URL_ECS", ecs.address().toString());

            var outcome = probe();

            assertThat(outcome.exit()).isEqualTo(1);
            assertThat(outcome.error())
                    .contains("Capacity is unavailable at this time", "there may be room later");
        }
    }

    private static String full(Answers.Question asked) {
        var operation = asked.target().substring(asked.target().indexOf('.') + 1);
        return switch (operation) {
            case "ListServices" -> "{\"serviceArns\":[\"web\"]}";
            case "DescribeServices" ->
                    "{\"services\":[{\"taskDefinition\":\"web:1\",\"networkConfiguration\":{\"awsvpcConfiguration\":{\"subnets\":[\"s\"]}}}]}";
            case "DescribeTaskDefinition" ->
                    "{\"taskDefinition\":{\"executionRoleArn\":\"arn:role\"}}";
            case "RegisterTaskDefinition" ->
                    "{\"taskDefinition\":{\"taskDefinitionArn\":\"arn:probe:1\"}}";
            case "RunTask" ->
                    "{\"tasks\":[],\"failures\":[{\"reason\":\"Capacity is unavailable at this time. Please try again later\"}]}";
            default -> throw new AssertionError(operation);
        };
    }

    @Test
    void saysThatThereIsNoSensorForAProcessorAndAsksTheOther() {
        var running = CompletableFuture.runAsync(fargate::runNextTask);

        var outcome = probe("--arch", "s390x,amd64");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.error()).contains("probing on s390x: this build has sensors for");
        assertThat(outcome.output()).as(outcome.error()).startsWith("amd64: tier ");
        running.join();
    }
}
