package dev.inlay.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.events.EventPattern;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.Schedule;
import software.amazon.awscdk.services.events.targets.LambdaFunction;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.lambda.EventInvokeConfigOptions;
import software.amazon.awscdk.services.lambda.destinations.SqsDestination;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/// Beside the flow: which running tasks are not instrumented, and which sensors went silent. Asked
/// on a schedule, and whenever a task begins to run.
final class Coverage extends Construct {
    private static final Duration LIMIT = Duration.seconds(60);
    private static final Duration CENSUS = Duration.minutes(5);

    private final FlowFunction function;
    private final Queue parked;
    private final Map<String, Rule> rules;

    Coverage(Construct scope, String id, Flow flow, Alerts alerts) {
        super(scope, id);
        parked =
                Queue.Builder.create(this, "Parked")
                        .encryption(QueueEncryption.SQS_MANAGED)
                        .enforceSsl(true)
                        .retentionPeriod(Duration.days(14))
                        .build();
        function =
                new FlowFunction(
                        this,
                        "Default",
                        new FlowFunction.Work(
                                flow.assets().coverage(),
                                "dev.inlay.census.CoverageHandler",
                                1024,
                                LIMIT),
                        flow.settings(),
                        flow.environment(alerts.environment(), flow.rolling()));
        function.live()
                .configureAsyncInvoke(
                        EventInvokeConfigOptions.builder()
                                .retryAttempts(2)
                                .onFailure(new SqsDestination(parked))
                                .build());
        Access.READ.to(flow.storage().catalog(), function.who());
        Access.READ.to(flow.storage().runtime(), function.who());
        Access.CHANGE.to(flow.storage().findings(), function.who());
        alerts.allowTelling(function.who());
        allowLooking(function.who());
        if (flow.settings().rollServices()) {
            allowRolling(function.who());
        }
        rules = Map.of("census", census(), "started", started());
    }

    private void allowLooking(IGrantable who) {
        Grants.allow(
                who,
                List.of(
                        "ecs:ListClusters",
                        "ecs:ListTasks",
                        "ecs:ListServices",
                        "ecs:DescribeTaskDefinition"),
                "*");
        Grants.allow(who, List.of("ecs:DescribeTasks"), ecs("task"));
        Grants.allow(who, List.of("ecs:DescribeServices"), ecs("service"));
    }

    /// Only where a setting says so: moving services to the instrumented image.
    private void allowRolling(IGrantable who) {
        Grants.allow(who, List.of("ecs:UpdateService"), ecs("service"));
        Grants.allow(who, List.of("ecs:RegisterTaskDefinition"), "*");
        // A new revision keeps the tags of the one before; ECS asks for this right as well then.
        Grants.allowIf(
                who,
                Map.of("StringEquals", Map.of("ecs:CreateAction", "RegisterTaskDefinition")),
                List.of("ecs:TagResource"),
                ecs("task-definition"));
        Grants.allowIf(
                who,
                Map.of("StringEquals", Map.of("iam:PassedToService", "ecs-tasks.amazonaws.com")),
                List.of("iam:PassRole"),
                "arn:"
                        + Stack.of(this).getPartition()
                        + ":iam::"
                        + Stack.of(this).getAccount()
                        + ":role/*");
    }

    private String ecs(String kind) {
        return Stack.of(this)
                .formatArn(
                        ArnComponents.builder()
                                .service("ecs")
                                .resource(kind)
                                .resourceName("*")
                                .arnFormat(ArnFormat.SLASH_RESOURCE_NAME)
                                .build());
    }

    private Rule census() {
        return Rule.Builder.create(this, "Census")
                .description("Inlay: looks for tasks without a sensor, and sensors that are silent")
                .schedule(Schedule.rate(CENSUS))
                .targets(List.of(target()))
                .build();
    }

    private Rule started() {
        return Rule.Builder.create(this, "Started")
                .description("Inlay: tasks that began to run")
                .eventPattern(
                        EventPattern.builder()
                                .source(List.of("aws.ecs"))
                                .detailType(List.of("ECS Task State Change"))
                                .detail(Map.of("lastStatus", List.of("RUNNING")))
                                .build())
                .targets(List.of(target()))
                .build();
    }

    private LambdaFunction target() {
        return LambdaFunction.Builder.create(function.live()).deadLetterQueue(parked).build();
    }

    FlowFunction function() {
        return function;
    }

    Queue parked() {
        return parked;
    }

    Map<String, Rule> rules() {
        return rules;
    }
}
