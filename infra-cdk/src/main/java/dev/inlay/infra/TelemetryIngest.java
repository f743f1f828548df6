package dev.inlay.infra;

import software.amazon.awscdk.Duration;
import software.constructs.Construct;

/// Third stage: frames become behaviour and a profile. What was blocked comes by a queue of its
/// own, and does not wait behind what is only counted.
final class TelemetryIngest extends Construct {
    static final Duration LIMIT = Duration.seconds(30);

    private static final Duration WINDOW = Duration.seconds(5);

    private final FlowFunction function;

    TelemetryIngest(Construct scope, String id, Flow flow, Api api, SensorAuthorizer authorizer) {
        super(scope, id);
        var queues = flow.queues();
        function =
                new FlowFunction(
                        this,
                        "Default",
                        new FlowFunction.Work(
                                flow.assets().telemetryIngest(),
                                "dev.inlay.ingest.TelemetryIngestHandler",
                                1024,
                                LIMIT),
                        flow.settings(),
                        flow.environment());
        new Batches(10, Duration.seconds(0), 20).feed(function, queues.violations());
        new Batches(100, WINDOW, 20).feed(function, queues.telemetry());
        Access.CHANGE.to(flow.storage().profiles(), function.who());
        Access.CHANGE.to(flow.storage().runtime(), function.who());
        queues.evaluate().allowSending(function.who());
        new FrameRoute(this, "Frames", "/v1/telemetry", queues.telemetry(), api, authorizer);
        new FrameRoute(
                this, "Urgent", "/v1/telemetry/violations", queues.violations(), api, authorizer);
    }

    FlowFunction function() {
        return function;
    }
}
