package dev.inlay.infra;

import java.util.Map;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/// What says that the control plane itself is unwell: an alarm for each way in which work can stand
/// still or get lost. Alarms go where alerts go.
final class Operations extends Construct {
    private final SnsAction tell;

    Operations(
            Construct scope,
            String id,
            Alerts alerts,
            Map<String, FlowQueue> queues,
            Map<String, FlowFunction> functions,
            Signs signs) {
        super(scope, id);
        tell = new SnsAction(alerts.topic());
        signs.parked().forEach(this::watchParked);
        queues.forEach(this::watchQueue);
        functions.forEach(this::watchFunction);
        signs.tables()
                .forEach((name, metric) ->
                        alarm(
                                "Throttled-" + name,
                                "DynamoDB throttles " + name.replace('-', ' '),
                                metric,
                                0,
                                3));
        signs.rules()
                .forEach((name, metric) ->
                        alarm(
                                "Undelivered-" + name,
                                "EventBridge could not deliver: " + name,
                                metric,
                                0,
                                1));
        alarm("ApiErrors", "The API answers with 5xx", signs.api(), 5, 3);
    }

    private void watchQueue(String name, FlowQueue queue) {
        watchParked(name, queue.parked());
        alarm(
                "Waiting-" + name,
                "The queue " + name + " is not worked off",
                queue.queue().metricApproximateAgeOfOldestMessage(Signs.MAXIMUM),
                Signs.patience(name).toSeconds().doubleValue(),
                3);
    }

    private void watchParked(String name, Queue parked) {
        alarm(
                "Parked-" + name,
                "Messages for " + name + " were tried in vain (docs/operations.md, redrive)",
                parked.metricApproximateNumberOfMessagesVisible(Signs.MAXIMUM),
                0,
                1);
    }

    private void watchFunction(String name, FlowFunction function) {
        alarm(
                "Failing-" + name,
                "The function " + name + " fails",
                function.function().metricErrors(Signs.SUM),
                0,
                3);
        alarm(
                "Refused-" + name,
                "Lambda refuses to run the function " + name + " (concurrency)",
                function.function().metricThrottles(Signs.SUM),
                0,
                3);
    }

    /// @param minutes that have to be beyond the threshold in a row
    private void alarm(
            String name, String description, Metric metric, double threshold, int minutes) {
        Alarm.Builder.create(this, name)
                .alarmDescription("Inlay: " + description)
                .metric(metric)
                .threshold(threshold)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .evaluationPeriods(minutes)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build()
                .addAlarmAction(tell);
    }
}
