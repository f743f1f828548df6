package dev.inlay.infra;

import dev.inlay.failure.PermanentFailure;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ecs.AwsLogDriverProps;
import software.amazon.awscdk.services.ecs.Cluster;
import software.amazon.awscdk.services.ecs.ContainerDefinitionOptions;
import software.amazon.awscdk.services.ecs.ContainerImage;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.ecs.LogDriver;
import software.amazon.awscdk.services.ecs.OperatingSystemFamily;
import software.amazon.awscdk.services.ecs.RuntimePlatform;
import software.amazon.awscdk.services.iam.IGrantable;
import software.constructs.Construct;

/// Second stage: an image becomes an instrumented image, in a Fargate task that drains its queue,
/// waits a few minutes for the next push, and ends. Nothing runs, and nothing costs, in between.
final class Instrument extends Construct {
    private static final String FAMILY = "inlay-instrument";

    private final TaskNetwork network;
    private final Cluster cluster;
    private final FargateTaskDefinition definition;

    Instrument(
            Construct scope,
            String id,
            Flow flow,
            Alerts alerts,
            TaskNetwork network,
            String endpoint) {
        super(scope, id);
        this.network = network;
        cluster =
                Cluster.Builder.create(this, "Cluster")
                        .vpc(network.vpc())
                        .enableFargateCapacityProviders(true)
                        .build();
        definition =
                FargateTaskDefinition.Builder.create(this, "Task")
                        .family(FAMILY)
                        .cpu(1024)
                        .memoryLimitMiB(2048)
                        .runtimePlatform(
                                RuntimePlatform.builder()
                                        .cpuArchitecture(processor(flow).ofTasks())
                                        .operatingSystemFamily(OperatingSystemFamily.LINUX)
                                        .build())
                        .build();
        addContainer(flow, alerts, endpoint);
        allowItsWork(flow);
        alerts.allowAnnouncing(definition.getTaskRole());
    }

    /// That of the deployment. Its image has to be for the same: another one would not start there.
    private static Processor processor(Flow flow) {
        var wanted = flow.settings().processor();
        var image = flow.assets().instrument();
        if (TaskImage.processor(image) != wanted) {
            throw new PermanentFailure(
                    "task-image-differs",
                    "making the task: its image %s is for another processor than the setting architecture, %s; './inlay deploy' makes the right one"
                            .formatted(image, wanted.ofImages()));
        }
        return wanted;
    }

    private void addContainer(Flow flow, Alerts alerts, String endpoint) {
        definition.addContainer(
                "instrument",
                ContainerDefinitionOptions.builder()
                        .image(ContainerImage.fromTarball(flow.assets().instrument().toString()))
                        .environment(
                                flow.environment(
                                        flow.keys().signingEnvironment(),
                                        flow.keys().secretEnvironment(),
                                        alerts.busEnvironment(),
                                        Map.of("INLAY_ENDPOINT", endpoint),
                                        Map.of(
                                                "INLAY_PUTS_PER_SECOND",
                                                Integer.toString(flow.settings().putsPerSecond())),
                                        Map.of("INLAY_SENSORS", flow.settings().sensors().text()),
                                        flow.direct()
                                                .map(Direct::sensorEnvironment)
                                                .orElseGet(Map::of),
                                        flow.shelf()))
                        .readonlyRootFilesystem(false)
                        .logging(
                                LogDriver.awsLogs(
                                        AwsLogDriverProps.builder()
                                                .logGroup(
                                                        Retention.group(
                                                                this, "Log", flow.settings()))
                                                .streamPrefix("instrument")
                                                .build()))
                        .build());
    }

    private void allowItsWork(Flow flow) {
        var task = definition.getTaskRole();
        Access.CHANGE.to(flow.storage().catalog(), task);
        Access.READ.to(flow.storage().profiles(), task);
        flow.storage().allowParking(task);
        flow.queues().instrument().allowReceiving(task);
        flow.queues().instrument().allowSending(task);
        flow.keys().allowSigning(task);
        flow.keys().allowSecret(task);
        flow.registry().allowReading(task);
        flow.registry().allowPushing(task);
        flow.allowShelving(task);
    }

    /// What a wiring needs to start the task.
    Map<String, String> environment() {
        return Map.of(
                "INLAY_CLUSTER", cluster.getClusterArn(),
                "INLAY_TASK_DEFINITION", definition.getTaskDefinitionArn(),
                "INLAY_SUBNETS", network.subnets(),
                "INLAY_SECURITY_GROUPS", network.securityGroup(),
                "INLAY_ASSIGN_PUBLIC_IP", Boolean.toString(network.publicIp()));
    }

    String cluster() {
        return cluster.getClusterArn();
    }

    /// Any revision of this task and no other, in this cluster and no other, with its two roles.
    void allowStarting(IGrantable who) {
        var here = Map.of("ArnEquals", Map.of("ecs:cluster", cluster.getClusterArn()));
        Grants.allowIf(who, here, List.of("ecs:RunTask"), revisions());
        Grants.allowIf(who, here, List.of("ecs:ListTasks"), "*");
        Grants.allowIf(
                who,
                Map.of("StringEquals", Map.of("iam:PassedToService", "ecs-tasks.amazonaws.com")),
                List.of("iam:PassRole"),
                definition.getTaskRole().getRoleArn(),
                definition.obtainExecutionRole().getRoleArn());
    }

    private String revisions() {
        return Stack.of(this)
                .formatArn(
                        ArnComponents.builder()
                                .service("ecs")
                                .resource("task-definition")
                                .resourceName(FAMILY + ":*")
                                .arnFormat(ArnFormat.SLASH_RESOURCE_NAME)
                                .build());
    }
}
