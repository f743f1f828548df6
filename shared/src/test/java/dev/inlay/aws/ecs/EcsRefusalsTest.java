package dev.inlay.aws.ecs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.aws.Answers;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.image.JsonTree;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What ECS answers when it starts nothing, which no emulator does: much of it with status 200.
class EcsRefusalsTest {
    private static final TaskPlace PLACE =
            new TaskPlace(
                    "inlay",
                    "arn:aws:ecs:eu-central-1:123456789012:task-definition/inlay-instrument:7",
                    List.of("subnet-1", "subnet-2"),
                    List.of("sg-1"),
                    false);

    private final Answers ecs = Answers.listen();
    private final EcsTasks tasks = new EcsTasks(ecs.connection(), PLACE);

    @AfterEach
    void close() {
        ecs.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RESOURCE:FARGATE",
                "RESOURCE:ENI",
                "AGENT",
                "Capacity is unavailable at this time. Please try again later or in a different"
                        + " availability zone"
            })
    void offersTheWorkAgainWhenThereIsNoRoomNow(String reason) {
        failing(reason);

        assertThatThrownBy(() -> tasks.start("token"))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MISSING", "INACTIVE", "ATTRIBUTE"})
    void saysWhatIsWrongForGood(String reason) {
        failing(reason);

        assertThatThrownBy(() -> tasks.start("token"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining(reason)
                .hasMessageContaining("check the cluster");
    }

    private void failing(String reason) {
        ecs.then(
                200,
                "{\"tasks\":[],\"failures\":[{\"arn\":\"arn:aws:ecs:x\",\"reason\":\"%s\",\"detail\":\"more\"}]}"
                        .formatted(reason));
    }

    @ParameterizedTest
    @CsvSource({
        "ThrottlingException,Rate exceeded",
        "ClientException,You've reached the limit on the number of tasks you can run concurrently",
        "ServerException,oops",
        "InvalidParameterException,Capacity is unavailable at this time"
    })
    void tellsExceptionsThatPass(String code, String message) {
        ecs.thenError(code.startsWith("Server") ? 500 : 400, code, message);

        assertThatThrownBy(() -> tasks.start("token")).isInstanceOf(TransientFailure.class);
    }

    @ParameterizedTest
    @CsvSource({
        "ClusterNotFoundException,Cluster not found.",
        "InvalidParameterException,TaskDefinition is inactive",
        "AccessDeniedException,not authorized to perform: ecs:RunTask"
    })
    void tellsExceptionsThatDoNot(String code, String message) {
        ecs.thenError(400, code, message);

        assertThatThrownBy(() -> tasks.start("token"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining(message);
    }

    @Test
    void isNotContentWithAnAnswerThatNamesNothing() {
        ecs.then(200, "{\"tasks\":[],\"failures\":[]}");

        assertThatThrownBy(() -> tasks.start("token")).isInstanceOf(TransientFailure.class);
    }

    /// The same push, delivered twice, starts one task.
    @Test
    void asksUnderTheTokenItWasGiven() {
        ecs.then(200, "{\"tasks\":[{\"taskArn\":\"arn:aws:ecs:x\"}],\"failures\":[]}");

        tasks.start("token");

        var asked = JsonTree.object(ecs.asked().getFirst().body().getBytes(UTF_8), "a request");
        assertThat(asked.path("clientToken").asText()).isEqualTo("token");
        assertThat(asked.path("launchType").asText()).isEqualTo("FARGATE");
        var network = asked.path("networkConfiguration").path("awsvpcConfiguration");
        assertThat(network.path("subnets")).hasSize(2);
        assertThat(network.path("assignPublicIp").asText()).isEqualTo("DISABLED");
    }

    @Test
    void asksForTheTasksOfAllRevisions() {
        ecs.then(200, "{\"taskArns\":[]}");

        assertThat(tasks.isRunning()).isFalse();
        assertThat(ecs.asked().getFirst().body()).contains("\"family\":\"inlay-instrument\"");
    }
}
