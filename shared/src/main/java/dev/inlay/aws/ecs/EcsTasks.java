package dev.inlay.aws.ecs;

import dev.inlay.aws.AwsFailure;
import dev.inlay.aws.Connection;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.task.Tasks;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;
import software.amazon.awssdk.services.ecs.model.AwsVpcConfiguration;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;

/// Starts Fargate tasks of one definition. RunTask answers 200 although it started nothing: the
/// reasons are in its `failures`.
public final class EcsTasks implements Tasks {
    private static final String STARTED_BY = "inlay";

    /// Codes of exceptions that mean another time, though their status says it was our fault.
    private static final Set<String> LATER = Set.of("ThrottlingException", "ConflictException");

    private final EcsClient client;
    private final TaskPlace place;

    public EcsTasks(Connection connection, TaskPlace place) {
        this.client = connection.client(EcsClient.builder());
        this.place = place;
    }

    /// Those that somebody told to stop are not listed, those that are still being provisioned are.
    @Override
    public boolean isRunning() {
        var request =
                ListTasksRequest.builder()
                        .cluster(place.cluster())
                        .family(place.family())
                        .desiredStatus(DesiredStatus.RUNNING)
                        .maxResults(1)
                        .build();
        var answer =
                AwsFailure.call(
                        "listing the tasks of " + place.family(), () -> client.listTasks(request));
        return !answer.taskArns().isEmpty();
    }

    @Override
    public void start(String token) {
        var attempt = "starting a task of " + place.definition() + " in " + place.cluster();
        try {
            var answer = client.runTask(request(token));
            if (answer.tasks().isEmpty()) {
                throw answer.failures().stream()
                        .findFirst()
                        .map(failure -> refused(attempt, failure))
                        .orElseGet(() ->
                                new TransientFailure(
                                        "task-not-started",
                                        attempt + ": ECS named neither a task nor a reason"));
            }
        } catch (SdkException e) {
            throw mayPass(e) ? later(attempt, e) : AwsFailure.of(attempt, e);
        }
    }

    private RunTaskRequest request(String token) {
        var network =
                AwsVpcConfiguration.builder()
                        .subnets(place.subnets())
                        .securityGroups(place.securityGroups())
                        .assignPublicIp(
                                place.publicIp() ? AssignPublicIp.ENABLED : AssignPublicIp.DISABLED)
                        .build();
        return RunTaskRequest.builder()
                .cluster(place.cluster())
                .taskDefinition(place.definition())
                .launchType(LaunchType.FARGATE)
                .count(1)
                .clientToken(token)
                .startedBy(STARTED_BY)
                .propagateTags(PropagateTags.TASK_DEFINITION)
                .enableECSManagedTags(true)
                .networkConfiguration(each -> each.awsvpcConfiguration(network))
                .build();
    }

    /// `RESOURCE:*` and capacity are a matter of time; `MISSING`, `INACTIVE`, a wrong `ATTRIBUTE`
    /// are not.
    private static RuntimeException refused(String attempt, Failure failure) {
        var reason = String.valueOf(failure.reason());
        var said =
                "%s: ECS said %s%s"
                        .formatted(
                                attempt,
                                reason,
                                failure.detail() == null ? "" : " (" + failure.detail() + ")");
        return isAboutRoom(reason)
                ? new TransientFailure("task-no-room", said + "; there may be room later")
                : new PermanentFailure(
                        "task-refused", said + "; check the cluster and the task definition");
    }

    private static boolean isAboutRoom(String words) {
        var lower = words.toLowerCase(Locale.ROOT);
        return lower.startsWith("resource:")
                || lower.equals("agent")
                || Stream.of("capacity", "limit", "throttl", "try again").anyMatch(lower::contains);
    }

    /// Fargate tells of missing capacity and of the limit of tasks by exceptions of status 400.
    private static boolean mayPass(SdkException e) {
        return e instanceof AwsServiceException answer
                && (LATER.contains(AwsFailure.code(answer))
                        || isAboutRoom(AwsFailure.told(answer)));
    }

    private static TransientFailure later(String attempt, SdkException e) {
        return new TransientFailure(
                "task-no-room",
                "%s: %s; there may be room later".formatted(attempt, e.getMessage()),
                e);
    }
}
