package dev.inlay.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.RuleTargetInput;
import software.amazon.awscdk.services.events.Schedule;
import software.amazon.awscdk.services.events.targets.SqsQueue;
import software.constructs.Construct;

/// Fourth stage: a profile becomes a policy, behaviour becomes verdicts and alerts. On change, and
/// every quarter of an hour for what only time changes.
final class PolicyEval extends Construct {
    static final Duration LIMIT = Duration.seconds(60);

    private static final Duration SWEEP = Duration.minutes(15);

    private final FlowFunction function;
    private final Rule sweep;

    PolicyEval(Construct scope, String id, Flow flow, Alerts alerts) {
        super(scope, id);
        var evaluate = flow.queues().evaluate();
        function =
                new FlowFunction(
                        this,
                        "Default",
                        new FlowFunction.Work(
                                flow.assets().policyEval(),
                                "dev.inlay.eval.PolicyEvalHandler",
                                1024,
                                LIMIT),
                        flow.settings(),
                        flow.environment(
                                flow.keys().signingEnvironment(),
                                alerts.environment(),
                                flow.shelf()));
        new Batches(10, Duration.seconds(0), 10).feed(function, evaluate);
        Access.CHANGE.to(flow.storage().catalog(), function.who());
        Access.CHANGE.to(flow.storage().profiles(), function.who());
        Access.READ.to(flow.storage().runtime(), function.who());
        flow.storage().allowParking(function.who());
        Access.CHANGE.to(flow.storage().findings(), function.who());
        evaluate.allowSending(function.who());
        flow.keys().allowSigning(function.who());
        alerts.allowTelling(function.who());
        flow.allowShelving(function.who());
        sweep = sweep(evaluate);
    }

    private Rule sweep(FlowQueue evaluate) {
        return Rule.Builder.create(this, "Sweep")
                .description("Inlay: evaluates the images whose containers were lately heard")
                .schedule(Schedule.rate(SWEEP))
                .targets(
                        List.of(
                                SqsQueue.Builder.create(evaluate.queue())
                                        .deadLetterQueue(evaluate.parked())
                                        .message(RuleTargetInput.fromObject(Map.of("sweep", true)))
                                        .build()))
                .build();
    }

    FlowFunction function() {
        return function;
    }

    Map<String, Rule> rules() {
        return Map.of("evaluations", sweep);
    }
}
