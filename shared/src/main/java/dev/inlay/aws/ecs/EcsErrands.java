package dev.inlay.aws.ecs;

import dev.inlay.aws.AwsFailure;
import dev.inlay.aws.Connection;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.task.Errands;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.CPUArchitecture;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
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
    private static final int SMALLEST_MEMORY = 512;
    private static final int NEVER_RAN = -1;
    private static final int LATE_LOOKS = 5;

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
                        .memory(SMALLEST_MEMORY)
                        .essential(true)
                        .logConfiguration(logs(errand))
                        .build();
        var request =
                RegisterTaskDefinitionRequest.builder()
                        .family("inlay-" + errand.name())
                        .requiresCompatibilities(Compatibility.FARGATE)
                        .networkMode(NetworkMode.AWSVPC)
                        .cpu(SMALLEST_CPU)
                        .memory(Integer.toString(SMALLEST_MEMORY))
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
        try {
            var answer = client.runTask(request);
            return answer.tasks().stream()
                    .findFirst()
                    .orElseThrow(() -> Refusal.of(attempt, answer.failures()));
        } catch (SdkException e) {
            throw Refusal.of(attempt, e);
        }
    }

    private Task await(Errand errand, String task) {
        for (int look = 0; look < patience; look++) {
            var now = describe(errand, task);
            if (Objects.equals(now.lastStatus(), "STOPPED")) {
                return now;
            }
            pause(errand);
        }
        stop(errand, task);
        throw new TransientFailure(
                "task-slow",
                "running %s: task %s did not end within %d s and was told to stop; look at it in the cluster %s"
                        .formatted(
                                errand.name(),
                                task,
                                pause.multipliedBy(patience).toSeconds(),
                                neighbour.cluster()));
    }

    /// Whoever waits no longer does not pay any longer either.
    private void stop(Errand errand, String task) {
        AwsFailure.call(
                "stopping the task of %s, %s, that did not end".formatted(errand.name(), task),
                () ->
                        client.stopTask(ask ->
                                ask.cluster(neighbour.cluster())
                                        .task(task)
                                        .reason("it did not end in time")));
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
        var because = Objects.requireNonNullElse(task.stoppedReason(), "");
        var codes =
                task.containers().stream()
                        .map(container -> container.exitCode())
                        .filter(Objects::nonNull)
                        .toList();
        int code = codes.isEmpty() ? NEVER_RAN : codes.getFirst();
        var output = output(errand, errand.name() + "/" + CONTAINER + "/" + id, code);
        return new Ended(code, output, because, place(task));
    }

    /// What a task printed last may be in its log a moment later than it ended.
    private String output(Errand errand, String stream, int code) {
        var output = log.read(stream);
        for (int look = 1; look < LATE_LOOKS && code != NEVER_RAN && output.isEmpty(); look++) {
            pause(errand);
            output = log.read(stream);
        }
        return output;
    }

    private String place(Task task) {
        var version = Objects.requireNonNullElse(task.platformVersion(), "");
        return "AWS Fargate %sin %s".formatted(version.isEmpty() ? "" : version + " ", region);
    }
}
