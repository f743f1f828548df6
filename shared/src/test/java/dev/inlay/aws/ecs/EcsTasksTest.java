package dev.inlay.aws.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.aws.Moto;
import dev.inlay.aws.SignedCall;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.task.Tasks;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.NetworkMode;

@Tag("emulator")
class EcsTasksTest {
    private final EcsClient client = Moto.connection().client(EcsClient.builder());
    private final String cluster = Moto.name("cluster");
    private final String family = Moto.name("instrument");
    private String definition = "";

    @BeforeEach
    void makeTheClusterAndTheDefinition() {
        client.createCluster(make -> make.clusterName(cluster));
        var container =
                ContainerDefinition.builder()
                        .name("instrument")
                        .image("inlay/instrument")
                        .memory(512)
                        .build();
        definition =
                client.registerTaskDefinition(make ->
                                make.family(family)
                                        .requiresCompatibilities(Compatibility.FARGATE)
                                        .networkMode(NetworkMode.AWSVPC)
                                        .cpu("256")
                                        .memory("512")
                                        .containerDefinitions(container))
                        .taskDefinition()
                        .taskDefinitionArn();
    }

    private Tasks tasks(String of) {
        var subnet = first("DescribeSubnets", "subnetId");
        var group = first("DescribeSecurityGroups", "groupId");
        var place = new TaskPlace(cluster, of, List.of(subnet), List.of(group), true);
        return new EcsTasks(Moto.connection(), place);
    }

    /// Of the network that every account begins with.
    private static String first(String action, String element) {
        var answer =
                new SignedCall(Moto.connection(), "ec2")
                        .send(
                                action,
                                SdkHttpMethod.POST,
                                "/",
                                Map.of("content-type", "application/x-www-form-urlencoded"),
                                "Action=" + action + "&Version=2016-11-15");
        var found = Pattern.compile("<" + element + ">([^<]+)<").matcher(answer.body());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    @Test
    void startsATaskThatRunsThen() {
        var tasks = tasks(definition);
        assertThat(tasks.isRunning()).isFalse();

        tasks.start("token");

        assertThat(tasks.isRunning()).isTrue();
        var arns = client.listTasks(list -> list.cluster(cluster)).taskArns();
        assertThat(client.describeTasks(ask -> ask.cluster(cluster).tasks(arns)).tasks())
                .singleElement()
                .satisfies(task -> {
                    assertThat(task.startedBy()).isEqualTo("inlay");
                    assertThat(task.taskDefinitionArn()).isEqualTo(definition);
                });
    }

    @Test
    void countsNoTaskOfAnotherFamilyAndNoneThatWasStopped() {
        var tasks = tasks(definition);
        tasks.start("token");

        var other =
                new TaskPlace(
                        cluster, definition.replace(family, "other"), List.of(), List.of(), false);
        assertThat(new EcsTasks(Moto.connection(), other).isRunning()).isFalse();

        client.listTasks(list -> list.cluster(cluster))
                .taskArns()
                .forEach(arn -> client.stopTask(stop -> stop.cluster(cluster).task(arn)));
        assertThat(tasks.isRunning()).isFalse();
    }

    @Test
    void saysWhichDefinitionDoesNotExist() {
        var tasks = tasks(definition + "9");

        assertThatThrownBy(() -> tasks.start("token"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining(definition + "9")
                .hasMessageContaining(cluster);
    }
}
