package dev.inlay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.aws.JsonApi;
import dev.inlay.aws.JsonCall;
import dev.inlay.aws.Moto;
import dev.inlay.aws.MotoRole;
import dev.inlay.aws.SignedCall;
import dev.inlay.document.Json;
import dev.inlay.e2e.world.Await;
import dev.inlay.e2e.world.Command;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;
import software.amazon.awssdk.services.ecs.model.AwsVpcConfiguration;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/// A cluster in the emulator, which keeps tasks and runs none of them: this does, with the engine
/// of this machine, and puts what they print where Fargate puts it.
final class FargateStandIn implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String GROUP = "/inlay/errands";

    private final EcsClient ecs = Moto.connection().client(EcsClient.builder());
    private final JsonCall logs = new JsonCall(Moto.connection(), JsonApi.CLOUDWATCH_LOGS);
    private final String cluster = Moto.name("shop");

    /// With one service, whose network and execution role a probe borrows.
    FargateStandIn() {
        tasksEndByThemselves(false);
        ecs.createCluster(make -> make.clusterName(cluster));
        var network =
                AwsVpcConfiguration.builder()
                        .subnets(first("DescribeSubnets", "subnetId"))
                        .securityGroups(first("DescribeSecurityGroups", "groupId"))
                        .assignPublicIp(AssignPublicIp.DISABLED)
                        .build();
        var web = ContainerDefinition.builder().name("web").image("web").memory(64).build();
        var definition =
                ecs.registerTaskDefinition(make ->
                        make.family(Moto.name("web"))
                                .requiresCompatibilities(Compatibility.FARGATE)
                                .networkMode(NetworkMode.AWSVPC)
                                .cpu("256")
                                .memory("512")
                                .executionRoleArn("arn:aws:iam::123456789012:role/pulls")
                                .containerDefinitions(web));
        ecs.createService(make ->
                make.cluster(cluster)
                        .serviceName("web")
                        .desiredCount(0)
                        .launchType(LaunchType.FARGATE)
                        .taskDefinition(definition.taskDefinition().taskDefinitionArn())
                        .networkConfiguration(each -> each.awsvpcConfiguration(network)));
    }

    String cluster() {
        return cluster;
    }

    /// Runs the container of the next task and ends the task with it.
    void runNextTask() {
        var task = nextTask();
        var definition = definition(task);
        var container = definition.containerDefinitions().getFirst();
        var run = new ArrayList<>(List.of("docker", "run", "--rm", "--network", "none"));
        run.addAll(
                Processors.program(
                        architecture(definition), container.image(), container.entryPoint()));
        var outcome = Command.of(run).run();
        Command.of("docker", "image", "rm", "--force", container.image()).run();
        var prefix = container.logConfiguration().options().get("awslogs-stream-prefix");
        var id = task.substring(task.lastIndexOf('/') + 1);
        print(prefix + "/" + container.name() + "/" + id, outcome.output());
        end(task, "Essential container in task exited");
    }

    /// Ends the next task before anything ran.
    void endNextTask(String because) {
        end(nextTask(), because);
    }

    /// The architecture and the image of every task that was started, and whether it still runs.
    List<String> tasks() {
        var all = new ArrayList<String>();
        for (var status : List.of("RUNNING", "STOPPED")) {
            ecs.listTasks(ask -> ask.cluster(cluster).desiredStatus(status)).taskArns().stream()
                    .map(this::definition)
                    .map(each -> each.runtimePlatform() + " " + status)
                    .forEach(all::add);
        }
        return all;
    }

    private String nextTask() {
        return Await.value(
                "a task of the probe",
                PATIENCE,
                () ->
                        ecs
                                .listTasks(ask -> ask.cluster(cluster).desiredStatus("RUNNING"))
                                .taskArns()
                                .stream()
                                .findFirst());
    }

    private TaskDefinition definition(String task) {
        var described =
                ecs.describeTasks(ask -> ask.cluster(cluster).tasks(task)).tasks().getFirst();
        return ecs.describeTaskDefinition(ask -> ask.taskDefinition(described.taskDefinitionArn()))
                .taskDefinition();
    }

    private static String architecture(TaskDefinition definition) {
        return switch (definition.runtimePlatform().cpuArchitecture()) {
            case ARM64 -> "arm64";
            case X86_64, UNKNOWN_TO_SDK_VERSION -> "amd64";
        };
    }

    private void end(String task, String because) {
        ecs.stopTask(stop -> stop.cluster(cluster).task(task).reason(because));
    }

    private void print(String stream, String lines) {
        var place = Json.object().put("logGroupName", GROUP).put("logStreamName", stream);
        logs.find("making the log stream " + stream, "CreateLogStream", place, Set.of());
        var events = place.deepCopy().putArray("logEvents");
        long now = System.currentTimeMillis();
        lines.lines()
                .forEach(line -> events.addObject().put("timestamp", now).put("message", line));
        logs.ask(
                "printing to " + stream,
                "PutLogEvents",
                (com.fasterxml.jackson.databind.node.ObjectNode) place.set("logEvents", events));
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

    /// Left to itself, the emulator moves a task on each time somebody looks at it.
    private static void tasksEndByThemselves(boolean so) {
        var transition =
                so
                        ? "{\"progression\":\"manual\",\"times\":1}"
                        : "{\"progression\":\"manual\",\"times\":1000000}";
        var request =
                HttpRequest.newBuilder(
                                MotoRole.address()
                                        .resolve("/moto-api/state-manager/set-transition"))
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"model_name\":\"ecs::task\",\"transition\":"
                                                + transition
                                                + "}"))
                        .build();
        try (var http = HttpClient.newHttpClient()) {
            assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isBetween(200, 299);
        } catch (IOException e) {
            throw new IllegalStateException("telling moto to wait", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        tasksEndByThemselves(true);
        ecs.close();
    }
}
