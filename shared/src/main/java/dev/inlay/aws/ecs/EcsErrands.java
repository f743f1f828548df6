package dev.inlay.aws.ecs;

import dev.inlay.aws.AwsFailure;
import dev.inlay.aws.Connection;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.task.Errands;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.CPUArchitecture;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.LogConfiguration;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.OSFamily;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.Task;

/// A task on Fargate that is started once and read when it ended: a task definition of its own, the
/// smallest there is, whose output goes to a log group of its own.
public final class EcsErrands implements Errands {
    private static final String CONTAINER = "errand";
    private static final String SMALLEST_CPU = "256";
    private static final String SMALLEST_MEMORY = "512";

    private final EcsClient client;
    private final TaskLog log;
    private final String region;
    private final Neighbour neighbour;
    private final Duration pause;
    private final int patience;

    /// @param neighbour lends its network and its execution role
    /// @param pause between two looks at the task
    /// @param patience how many looks before it is given up
    public EcsErrands(Connection connection, Neighbour neighbour, Duration pause, int patience) {
        this.client = connection.client(EcsClient.builder());
        this.log = new TaskLog(connection, "/inlay/errands");
        this.region = connection.region();
        this.neighbour = neighbour;
        this.pause = pause;
        this.patience = patience;
    }

    @Override
    public Ended run(Errand errand) {
        log.prepare();
        var definition = register(errand);
        var task = start(errand, definition);
        var ended = await(errand, task.taskArn());
        return ended(errand, ended);
    }

    private String register(Errand errand) {
        var container =
                ContainerDefinition.builder()
                        .name(CONTAINER)
                        .image(errand.image())
                        .entryPoint(errand.command())
                        .essential(true)
                        .logConfiguration(logs(errand))
                        .build();
        var request =
                RegisterTaskDefinitionRequest.builder()
                        .family("inlay-" + errand.name())
                        .requiresCompatibilities(Compatibility.FARGATE)
                        .networkMode(NetworkMode.AWSVPC)
                        .cpu(SMALLEST_CPU)
                        .memory(SMALLEST_MEMORY)
                        .executionRoleArn(neighbour.executionRole())
                        .runtimePlatform(platform ->
                                platform.operatingSystemFamily(OSFamily.LINUX)
                                        .cpuArchitecture(architecture(errand)))
                        .containerDefinitions(container)
                        .build();
        return AwsFailure.call(
                        "registering the task definition of " + errand.name(),
                        () -> client.registerTaskDefinition(request))
                .taskDefinition()
                .taskDefinitionArn();
    }

    private LogConfiguration logs(Errand errand) {
        return LogConfiguration.builder()
                .logDriver(LogDriver.AWSLOGS)
                .options(
                        Map.of(
                                "awslogs-group", log.group(),
                                "awslogs-region", region,
                                "awslogs-stream-prefix", errand.name()))
                .build();
    }

    private static CPUArchitecture architecture(Errand errand) {
        return switch (errand.architecture()) {
            case "amd64" -> CPUArchitecture.X86_64;
            case "arm64" -> CPUArchitecture.ARM64;
            default ->
                    throw new PermanentFailure(
                            "architecture-unknown",
                            "running %s: Fargate has no %s"
                                    .formatted(errand.name(), errand.architecture()));
        };
    }

    private Task start(Errand errand, String definition) {
        var request =
                RunTaskRequest.builder()
                        .cluster(neighbour.cluster())
                        .taskDefinition(definition)
                        .launchType("FARGATE")
                        .count(1)
                        .startedBy("inlay")
                        .networkConfiguration(neighbour.network())
                        .build();
        var attempt = "running %s in %s".formatted(errand.name(), neighbour.cluster());
        var answer = AwsFailure.call(attempt, () -> client.runTask(request));
        return answer.tasks().stream()
                .findFirst()
                .orElseThrow(() -> refusal(attempt, answer.failures()));
    }

    private static TransientFailure refusal(String attempt, List<Failure> failures) {
        var reason = failures.stream().map(Failure::reason).findFirst().orElse("no reason");
        return new TransientFailure(
                "task-not-started",
                attempt + ": ECS started none: " + reason + "; try again later");
    }

    private Task await(Errand errand, String task) {
        for (int look = 0; look < patience; look++) {
            var now = describe(errand, task);
            if (Objects.equals(now.lastStatus(), "STOPPED")) {
                return now;
            }
            pause(errand);
        }
        throw new TransientFailure(
                "task-slow",
                "running %s: task %s did not end within %d s; look at it in the cluster %s"
                        .formatted(
                                errand.name(),
                                task,
                                pause.multipliedBy(patience).toSeconds(),
                                neighbour.cluster()));
    }

    private Task describe(Errand errand, String task) {
        return AwsFailure.call(
                        "looking at the task of " + errand.name(),
                        () ->
                                client.describeTasks(
                                        ask -> ask.cluster(neighbour.cluster()).tasks(task)))
                .tasks()
                .getFirst();
    }

    private void pause(Errand errand) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure("interrupted", "running " + errand.name(), e);
        }
    }

    private Ended ended(Errand errand, Task task) {
        var id = task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
        var output = log.read(errand.name() + "/" + CONTAINER + "/" + id);
        var because = Objects.requireNonNullElse(task.stoppedReason(), "");
        var codes =
                task.containers().stream()
                        .map(container -> container.exitCode())
                        .filter(Objects::nonNull)
                        .toList();
        return new Ended(codes.isEmpty() ? -1 : codes.getFirst(), output, because);
    }
}
