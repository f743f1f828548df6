package dev.inlay.infra;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.services.events.Rule;
import software.constructs.Construct;

/// The control plane of one account in one region: the stages, in the order of the flow.
///
/// It names no account and no region: it is made for the one it is deployed to, so that what was
/// checked here is what arrives there.
public final class InlayStack extends Stack {
    /// @param id name of the stack
    /// @param settings what the user chose
    /// @param assets what the build left
    public InlayStack(Construct scope, String id, Settings settings, Assets assets) {
        super(
                scope,
                id,
                StackProps.builder()
                        .description("Inlay: watches and protects containers from within")
                        .terminationProtection(true)
                        .build());
        Tags.of(this).add("application", "inlay");
        var keys = new Keys(this, "Keys", settings);
        var flow =
                new Flow(
                        settings,
                        assets,
                        new Storage(this, "Storage"),
                        new Queues(this, "Queues"),
                        settings.sensors() == Sensors.DIRECT
                                ? Optional.of(new Direct(this, "Direct"))
                                : Optional.empty(),
                        keys,
                        new Ecr(this, settings.repositories()));
        var alerts = new Alerts(this, "Alerts", settings);
        var api = new Api(this, "Api", settings);
        var network = new TaskNetwork(this, "Network", settings);

        var instrument = new Instrument(this, "Instrument", flow, alerts, network, api.url());
        var scan = new RegistryScan(this, "RegistryScan", flow, instrument);
        var authorizer = new SensorAuthorizer(this, "SensorAuthorizer", flow, api);
        var ingest = new TelemetryIngest(this, "TelemetryIngest", flow, api, authorizer);
        var eval = new PolicyEval(this, "PolicyEval", flow, alerts);
        var console = new ConsoleApi(this, "ConsoleApi", flow, api, authorizer);
        var coverage = new Coverage(this, "Coverage", flow, alerts);
        var people = new People(this, "People", api);
        ingest.close(console.function().role());

        var functions = new LinkedHashMap<String, FlowFunction>();
        functions.put("registry-scan", scan.function());
        functions.put("sensor-authorizer", authorizer.function());
        functions.put("telemetry-ingest", ingest.function());
        functions.put("policy-eval", eval.function());
        functions.put("console-api", console.function());
        functions.put("coverage", coverage.function());
        var rules = new TreeMap<String, Rule>(scan.rules());
        rules.putAll(eval.rules());
        rules.putAll(coverage.rules());
        var signs = Signs.of(Map.of("coverage", coverage.parked()), flow.storage(), rules, api);
        new Operations(this, "Operations", alerts, flow.allQueues(), functions, signs);
        new Overview(this, "Overview", flow.allQueues(), functions, signs, api);
        tell(
                Map.of(
                        "Server", api.url(),
                        "Registry", flow.registry().host(),
                        "AlertsTopic", alerts.topic().getTopicArn(),
                        "EventBus", alerts.bus().getEventBusName(),
                        "PolicyForLooking", people.looking(),
                        "PolicyForSteering", people.steering()));
        flow.direct().ifPresent(way -> tell(Map.of("PolicyForSensors", way.policyForSensors())));
    }

    private void tell(Map<String, String> outputs) {
        new TreeMap<>(outputs)
                .forEach((name, value) ->
                        CfnOutput.Builder.create(this, name + "Output")
                                .value(value)
                                .build()
                                .overrideLogicalId(name));
    }
}
