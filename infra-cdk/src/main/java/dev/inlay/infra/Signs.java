package dev.inlay.infra;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.sqs.Queue;

/// The metrics that alarms look at, besides those of queues and functions.
///
/// @param parked queues of what was tried in vain, besides those beside the flow's queues
/// @param tables throttled reads and writes, by table
/// @param rules events that were not delivered, by rule
/// @param api answers of 5xx
record Signs(
        Map<String, Queue> parked,
        Map<String, Metric> tables,
        Map<String, Metric> rules,
        Metric api) {
    static final MetricOptions MAXIMUM = each("Maximum");
    static final MetricOptions SUM = each("Sum");

    static Signs of(Map<String, Queue> parked, Storage storage, Map<String, Rule> rules, Api api) {
        var tables = new TreeMap<String, Metric>();
        storage.all()
                .forEach((name, table) -> {
                    var of = Map.of("TableName", table.getTableName());
                    tables.put(name + "-reads", metric("AWS/DynamoDB", "ReadThrottleEvents", of));
                    tables.put(name + "-writes", metric("AWS/DynamoDB", "WriteThrottleEvents", of));
                });
        var undelivered = new TreeMap<String, Metric>();
        rules.forEach((name, rule) ->
                undelivered.put(
                        name,
                        metric(
                                "AWS/Events",
                                "FailedInvocations",
                                Map.of("RuleName", rule.getRuleName()))));
        return new Signs(parked, tables, undelivered, api.http().metricServerError(SUM));
    }

    /// How old the oldest message of a queue may get: a task takes time to start, telemetry does
    /// not.
    static Duration patience(String queue) {
        return switch (queue) {
            case "instrument" -> Duration.minutes(30);
            case "scan" -> Duration.minutes(15);
            default -> Duration.minutes(5);
        };
    }

    private static Metric metric(String namespace, String name, Map<String, String> of) {
        return Metric.Builder.create()
                .namespace(namespace)
                .metricName(name)
                .dimensionsMap(of)
                .statistic("Sum")
                .period(Duration.minutes(1))
                .build();
    }

    private static MetricOptions each(String statistic) {
        return MetricOptions.builder().statistic(statistic).period(Duration.minutes(1)).build();
    }
}
