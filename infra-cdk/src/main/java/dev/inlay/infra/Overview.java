package dev.inlay.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.constructs.Construct;

/// One dashboard: the flow from left to right, what waits and what fails.
final class Overview extends Construct {
    private static final int HALF = 12;

    Overview(
            Construct scope,
            String id,
            Map<String, FlowQueue> queues,
            Map<String, FlowFunction> functions,
            Signs signs,
            Api api) {
        super(scope, id);
        Dashboard.Builder.create(this, "Dashboard")
                .widgets(
                        List.of(
                                List.of(
                                        graph("Messages waiting", waiting(queues)),
                                        graph("Oldest message, seconds", oldest(queues))),
                                List.of(
                                        graph("Calls", calls(functions)),
                                        graph("Failures", failures(functions))),
                                List.of(
                                        graph("Messages parked", parked(queues)),
                                        graph("Tables throttled", named(signs.tables()))),
                                List.of(
                                        graph("API requests", List.of(api.http().metricCount())),
                                        graph("API answers 5xx", List.of(signs.api())))))
                .build();
    }

    private static IWidget graph(String title, List<? extends IMetric> metrics) {
        return GraphWidget.Builder.create().title(title).width(HALF).left(metrics).build();
    }

    private static List<Metric> waiting(Map<String, FlowQueue> queues) {
        return queues.values().stream()
                .map(flow -> flow.queue().metricApproximateNumberOfMessagesVisible(Signs.MAXIMUM))
                .toList();
    }

    private static List<Metric> oldest(Map<String, FlowQueue> queues) {
        return queues.values().stream()
                .map(flow -> flow.queue().metricApproximateAgeOfOldestMessage(Signs.MAXIMUM))
                .toList();
    }

    private static List<Metric> parked(Map<String, FlowQueue> queues) {
        return queues.values().stream()
                .map(flow -> flow.parked().metricApproximateNumberOfMessagesVisible(Signs.MAXIMUM))
                .toList();
    }

    private static List<Metric> calls(Map<String, FlowFunction> functions) {
        return functions.values().stream()
                .map(flow -> flow.function().metricInvocations(Signs.SUM))
                .toList();
    }

    private static List<Metric> failures(Map<String, FlowFunction> functions) {
        return functions.values().stream()
                .map(flow -> flow.function().metricErrors(Signs.SUM))
                .toList();
    }

    private static List<Metric> named(Map<String, Metric> metrics) {
        return List.copyOf(metrics.values());
    }
}
