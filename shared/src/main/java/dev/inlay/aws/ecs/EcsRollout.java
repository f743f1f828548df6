package dev.inlay.aws.ecs;

import dev.inlay.aws.AwsFailure;
import dev.inlay.aws.Connection;
import dev.inlay.coverage.Gap;
import dev.inlay.coverage.Rollout;
import dev.inlay.failure.PermanentFailure;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionField;

/// Rolls a service: a new revision of its task definition, in which one container's image is
/// another, and a deployment of it. ECS replaces the tasks as the service's own settings say, and
/// goes back where its circuit breaker is on.
public final class EcsRollout implements Rollout {
    private final EcsClient client;

    public EcsRollout(Connection connection) {
        this.client = connection.client(EcsClient.builder());
    }

    @Override
    public Optional<String> refusal() {
        return Optional.empty();
    }

    @Override
    public void roll(Gap gap) {
        var image = gap.deploy().orElseThrow().reference();
        var what = "rolling %s to %s".formatted(gap.where(), image);
        var service = service(gap, what);
        var definition = definition(service.taskDefinition(), what);
        var now =
                definition.taskDefinition().containerDefinitions().stream()
                        .filter(each -> each.name().equals(gap.name()))
                        .findFirst()
                        .map(ContainerDefinition::image);
        // Somebody else has deployed since the look: whatever that is, the next look judges it.
        if (now.filter(gap.reference()::equals).isEmpty()) {
            return;
        }
        var next =
                AwsFailure.call(
                                what + ": registering a revision",
                                () ->
                                        client.registerTaskDefinition(
                                                with(definition, gap.name(), image)))
                        .taskDefinition()
                        .taskDefinitionArn();
        AwsFailure.call(
                what + ": updating the service",
                () ->
                        client.updateService(update ->
                                update.cluster(gap.cluster())
                                        .service(service.serviceArn())
                                        .taskDefinition(next)));
    }

    private Service service(Gap gap, String what) {
        var name = gap.service().orElseThrow();
        var service =
                AwsFailure.call(
                                what + ": describing the service",
                                () ->
                                        client.describeServices(
                                                ask -> ask.cluster(gap.cluster()).services(name)))
                        .services()
                        .stream()
                        .findFirst()
                        .orElseThrow(() ->
                                new PermanentFailure(
                                        "service-unknown",
                                        what + ": ECS knows no such service any more"));
        var controller = service.deploymentController();
        if (controller != null && controller.type() != DeploymentControllerType.ECS) {
            throw new PermanentFailure(
                    "service-deployed-otherwise",
                    "%s: its deployments are made by %s, not by ECS; deploy the image there"
                            .formatted(what, controller.typeAsString()));
        }
        return service;
    }

    private DescribeTaskDefinitionResponse definition(String arn, String what) {
        return AwsFailure.call(
                what + ": describing " + arn,
                () ->
                        client.describeTaskDefinition(
                                ask -> ask.taskDefinition(arn).include(TaskDefinitionField.TAGS)));
    }

    /// The same definition with another image in one container, and nothing else changed.
    static RegisterTaskDefinitionRequest with(
            DescribeTaskDefinitionResponse described, String container, String image) {
        var from = described.taskDefinition();
        var to =
                RegisterTaskDefinitionRequest.builder()
                        .family(from.family())
                        .taskRoleArn(from.taskRoleArn())
                        .executionRoleArn(from.executionRoleArn())
                        .networkMode(from.networkMode())
                        .containerDefinitions(containers(from, container, image))
                        .requiresCompatibilities(from.requiresCompatibilities())
                        .cpu(from.cpu())
                        .memory(from.memory())
                        .pidMode(from.pidMode())
                        .ipcMode(from.ipcMode())
                        .proxyConfiguration(from.proxyConfiguration())
                        .ephemeralStorage(from.ephemeralStorage())
                        .runtimePlatform(from.runtimePlatform())
                        .enableFaultInjection(from.enableFaultInjection());
        if (from.hasVolumes()) {
            to.volumes(from.volumes());
        }
        if (from.hasPlacementConstraints()) {
            to.placementConstraints(from.placementConstraints());
        }
        if (described.hasTags() && !described.tags().isEmpty()) {
            to.tags(described.tags());
        }
        return to.build();
    }

    private static List<ContainerDefinition> containers(
            TaskDefinition from, String container, String image) {
        return from.containerDefinitions().stream()
                .map(each ->
                        each.name().equals(container)
                                ? each.toBuilder().image(image).build()
                                : each)
                .toList();
    }
}
