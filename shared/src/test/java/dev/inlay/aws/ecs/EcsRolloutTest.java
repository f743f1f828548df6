package dev.inlay.aws.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.aws.Answers;
import dev.inlay.coverage.Cause;
import dev.inlay.coverage.Gap;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EcsRolloutTest {
    private static final String IMAGE = "registry.example.com/shop/web";
    private static final String NEXT = IMAGE + "@" + Digest.ofText("instrumented");
    private static final String DEFINITION =
            """
            {"taskDefinition": {
              "taskDefinitionArn": "arn:aws:ecs:eu-central-1:1:task-definition/web:7", "revision": 7, "status": "ACTIVE",
              "registeredAt": 1767323045.0, "registeredBy": "somebody", "requiresAttributes": [{"name": "x"}],
              "compatibilities": ["EC2", "FARGATE"],
              "family": "web", "taskRoleArn": "arn:task", "executionRoleArn": "arn:execution", "networkMode": "awsvpc",
              "requiresCompatibilities": ["FARGATE"], "cpu": "256", "memory": "512",
              "volumes": [{"name": "data"}], "runtimePlatform": {"cpuArchitecture": "ARM64"},
              "ephemeralStorage": {"sizeInGiB": 30},
              "containerDefinitions": [
                {"name": "app", "image": "registry.example.com/shop/web:1.4", "command": ["run"], "essential": true,
                 "environment": [{"name": "A", "value": "B"}], "stopTimeout": 30},
                {"name": "sidecar", "image": "registry.example.com/shop/web:1.4"}]},
             "tags": [{"key": "team", "value": "shop"}]}
            """;

    private final Answers answers = Answers.listen();
    private String controller = "ECS";

    @AfterEach
    void stop() {
        answers.close();
    }

    private EcsRollout rollout() {
        answers.then(200, this::answer);
        return new EcsRollout(answers.connection());
    }

    private String answer(Answers.Question question) {
        var operation = question.target().substring(question.target().indexOf('.') + 1);
        return switch (operation) {
            case "DescribeServices" ->
                    """
                    {"services": [{"serviceArn": "arn:service", "taskDefinition": "arn:aws:ecs:eu-central-1:1:task-definition/web:7",
                                   "deploymentController": {"type": "%s"}}]}
                    """
                            .formatted(controller);
            case "DescribeTaskDefinition" -> DEFINITION;
            case "RegisterTaskDefinition" ->
                    "{\"taskDefinition\": {\"taskDefinitionArn\": \"arn:web:8\"}}";
            case "UpdateService" -> "{\"service\": {}}";
            default -> throw new AssertionError(operation);
        };
    }

    private static Gap gap(String reference) {
        return new Gap(
                Cause.ORIGINAL,
                "because",
                "shop",
                Optional.of("web"),
                "app",
                reference,
                Optional.empty(),
                List.of("task"),
                1,
                Optional.of(new Gap.Deployable(NEXT, "1.4-inlay", Digest.ofText("instrumented"))),
                true);
    }

    private List<JsonNode> asked(String operation) {
        return answers.asked().stream()
                .filter(each -> each.target().endsWith("." + operation))
                .map(each -> tree(each.body()))
                .toList();
    }

    private static JsonNode tree(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void changesTheImageOfOneContainerAndNothingElse() {
        rollout().roll(gap(IMAGE + ":1.4"));

        var expected = (ObjectNode) tree(DEFINITION).path("taskDefinition");
        expected.remove(
                List.of(
                        "taskDefinitionArn",
                        "revision",
                        "status",
                        "registeredAt",
                        "registeredBy",
                        "requiresAttributes",
                        "compatibilities"));
        ((ObjectNode) expected.at("/containerDefinitions/0")).put("image", NEXT);
        expected.set("tags", tree(DEFINITION).path("tags"));
        assertThat(asked("RegisterTaskDefinition").getFirst()).isEqualTo(expected);
        assertThat(asked("UpdateService").getFirst().toString())
                .contains("\"cluster\":\"shop\"", "\"service\":\"arn:service\"", "arn:web:8");
    }

    @Test
    void leavesAServiceAloneThatSomebodyDeployedMeanwhile() {
        rollout().roll(gap(IMAGE + ":1.3"));

        assertThat(asked("RegisterTaskDefinition")).isEmpty();
        assertThat(asked("UpdateService")).isEmpty();
    }

    @Test
    void leavesDeploymentsToWhoMakesThem() {
        controller = "CODE_DEPLOY";
        var rollout = rollout();

        assertThatThrownBy(() -> rollout.roll(gap(IMAGE + ":1.4")))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("CODE_DEPLOY");
        assertThat(asked("RegisterTaskDefinition")).isEmpty();
    }
}
