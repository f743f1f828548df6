package dev.inlay.aws.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.aws.Answers;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// In ECS's own form: the emulator's services have no network.
class NeighbourTest {
    private final Answers ecs = Answers.listen();

    @AfterEach
    void close() {
        ecs.close();
    }

    private void answering(String services, String role) {
        ecs.then(
                200,
                asked -> {
                    var operation = asked.target().substring(asked.target().indexOf('.') + 1);
                    return switch (operation) {
                        case "ListServices" -> "{\"serviceArns\":[\"a\",\"b\"]}";
                        case "DescribeServices" -> "{\"services\":[" + services + "]}";
                        case "DescribeTaskDefinition" -> "{\"taskDefinition\":{" + role + "}}";
                        default -> throw new AssertionError(operation);
                    };
                });
    }

    @Test
    void borrowsTheNetworkAndTheRoleOfTheFirstServiceThatHasBoth() {
        answering(
                """
                {"serviceArn":"a","taskDefinition":"a:1"},
                {"serviceArn":"b","taskDefinition":"b:1","networkConfiguration":{"awsvpcConfiguration":
                  {"subnets":["subnet-1"],"securityGroups":["sg-1"],"assignPublicIp":"DISABLED"}}}
                """,
                "\"executionRoleArn\":\"arn:aws:iam::111122223333:role/pulls\"");

        var neighbour = Neighbour.in(ecs.connection(), "shop");

        assertThat(neighbour.cluster()).isEqualTo("shop");
        assertThat(neighbour.executionRole()).endsWith("role/pulls");
        assertThat(neighbour.network().awsvpcConfiguration().subnets()).containsExactly("subnet-1");
    }

    @Test
    void saysThatNoneHasBoth() {
        answering(
                "{\"serviceArn\":\"b\",\"taskDefinition\":\"b:1\",\"networkConfiguration\":{}}",
                "\"family\":\"b\"");

        assertThatThrownBy(() -> Neighbour.in(ecs.connection(), "shop"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContainingAll("cluster shop", "name a cluster that runs one");
    }

    @Test
    void saysThatTheClusterRunsNothing() {
        ecs.then(200, "{\"serviceArns\":[]}");

        assertThatThrownBy(() -> Neighbour.in(ecs.connection(), "shop"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("name a cluster that runs one");
    }

    @Test
    void comesBackWhenItWasThrottled() {
        ecs.thenError(400, "ThrottlingException", "Rate exceeded");

        assertThatThrownBy(() -> Neighbour.in(ecs.connection(), "shop"))
                .isInstanceOf(TransientFailure.class);
    }
}
