package dev.inlay.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.EventPattern;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.RuleTargetInput;
import software.amazon.awscdk.services.events.Schedule;
import software.amazon.awscdk.services.events.targets.SqsQueue;
import software.constructs.Construct;

/// First stage: a push, a request or a sweep becomes work to do, and somebody to do it.
final class RegistryScan extends Construct {
    static final Duration LIMIT = Duration.seconds(60);

    /// ECR's events are best effort (ECR user guide, "Amazon ECR events and EventBridge").
    private static final Duration SWEEP = Duration.hours(1);

    private final FlowQueue scan;
    private final FlowFunction function;
    private final Map<String, Rule> rules;

    RegistryScan(Construct scope, String id, Flow flow, Instrument instrument) {
        super(scope, id);
        scan = flow.queues().scan();
        function =
                new FlowFunction(
                        this,
                        "Default",
                        new FlowFunction.Work(
                                flow.assets().registryScan(),
                                "dev.inlay.scan.RegistryScanHandler",
                                1024,
                                LIMIT),
                        flow.settings(),
                        flow.environment(instrument.environment()));
        new Batches(10, Duration.seconds(0), 5).feed(function, scan);
        Access.CHANGE.to(flow.storage().catalog(), function.who());
        flow.storage().allowParking(function.who());
        flow.queues().instrument().allowSending(function.who());
        flow.queues().instrument().allowCounting(function.who());
        flow.registry().allowReading(function.who());
        instrument.allowStarting(function.who());
        rules = Map.of("pushes", pushes(), "ended", ended(instrument), "sweep", sweep());
    }

    /// What `instrument` itself pushes is left out here, and again by its label where an enrolment
    /// maps tags in another way: otherwise each push would cause the next one.
    private Rule pushes() {
        return on(
                "Pushes",
                "Inlay: images that were pushed or deleted",
                EventPattern.builder()
                        .source(List.of("aws.ecr"))
                        .detailType(List.of("ECR Image Action"))
                        .detail(
                                Map.of(
                                        "action-type", List.of("PUSH", "DELETE"),
                                        "result", List.of("SUCCESS"),
                                        "image-tag", List.of(anythingButEnding("-inlay"))))
                        .build());
    }

    /// A task that ended while work was being queued leaves that work to the next one.
    private Rule ended(Instrument instrument) {
        return on(
                "Ended",
                "Inlay: instrument tasks that ended",
                EventPattern.builder()
                        .source(List.of("aws.ecs"))
                        .detailType(List.of("ECS Task State Change"))
                        .detail(
                                Map.of(
                                        "clusterArn", List.of(instrument.cluster()),
                                        "lastStatus", List.of("STOPPED")))
                        .build());
    }

    private Rule sweep() {
        return Rule.Builder.create(this, "Sweep")
                .description("Inlay: looks for pushes that no event told of")
                .schedule(Schedule.rate(SWEEP))
                .targets(
                        List.of(
                                SqsQueue.Builder.create(scan.queue())
                                        .deadLetterQueue(scan.parked())
                                        .message(RuleTargetInput.fromObject(Map.of("sweep", true)))
                                        .build()))
                .build();
    }

    private Rule on(String id, String description, EventPattern pattern) {
        return Rule.Builder.create(this, id)
                .description(description)
                .eventPattern(pattern)
                .targets(
                        List.of(
                                SqsQueue.Builder.create(scan.queue())
                                        .deadLetterQueue(scan.parked())
                                        .build()))
                .build();
    }

    private static Map<String, Object> anythingButEnding(String suffix) {
        return Map.of("anything-but", Map.of("suffix", suffix));
    }

    FlowFunction function() {
        return function;
    }

    Map<String, Rule> rules() {
        return rules;
    }
}
