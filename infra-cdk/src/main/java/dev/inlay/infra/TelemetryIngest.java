package dev.inlay.infra;

import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.Role;
import software.constructs.Construct;

/// Third stage: frames become behaviour and a profile. What was blocked comes by a queue of its
/// own, and does not wait behind what is only counted.
final class TelemetryIngest extends Construct {
    static final Duration LIMIT = Duration.seconds(30);

    private static final Duration WINDOW = Duration.seconds(5);

    private final FlowFunction function;
    private final Map<FlowQueue, Role> gateways;

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
        flow.direct().ifPresent(this::feed);
        Access.READ.to(flow.storage().catalog(), function.who());
        Access.CHANGE.to(flow.storage().profiles(), function.who());
        Access.CHANGE.to(flow.storage().runtime(), function.who());
        queues.evaluate().allowSending(function.who());
        var frames =
                new FrameRoute(
                        this, "Frames", "/v1/telemetry", queues.telemetry(), api, authorizer);
        var urgent =
                new FrameRoute(
                        this,
                        "Urgent",
                        "/v1/telemetry/violations",
                        queues.violations(),
                        api,
                        authorizer);
        gateways =
                Map.of(queues.telemetry(), frames.sender(), queues.violations(), urgent.sender());
    }

    /// What is in these queues is believed to be the gateway's, so nobody else may send there, not
    /// even a role of the account that may send to every queue; only who redrives.
    void close(IRole redrives) {
        gateways.forEach((queue, gateway) -> queue.close(gateway, redrives));
    }

    private void feed(Direct way) {
        new Batches(10, Duration.seconds(0), 20).feed(function, way.violations());
        new Batches(100, WINDOW, 20).feed(function, way.telemetry());
    }

    FlowFunction function() {
        return function;
    }
}
