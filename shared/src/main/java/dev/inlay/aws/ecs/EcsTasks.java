package dev.inlay.aws.ecs;

import dev.inlay.aws.AwsFailure;
import dev.inlay.aws.Connection;
import dev.inlay.task.Tasks;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;
import software.amazon.awssdk.services.ecs.model.AwsVpcConfiguration;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;

/// Starts Fargate tasks of one definition.
public final class EcsTasks implements Tasks {
    private static final String STARTED_BY = "inlay";

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
                throw Refusal.of(attempt, answer.failures());
            }
        } catch (SdkException e) {
            throw Refusal.of(attempt, e);
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
}
