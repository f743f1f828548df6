package dev.inlay.infra;

import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.constructs.Construct;

/// The queues between the stages. Made before the stages: each knows the one it reads and those it
/// writes.
final class Queues extends Construct {
    private final FlowQueue scan;
    private final FlowQueue instrument;
    private final FlowQueue violations;
    private final FlowQueue telemetry;
    private final FlowQueue evaluate;

    Queues(Construct scope, String id) {
        super(scope, id);
        scan = new FlowQueue(this, "Scan", RegistryScan.LIMIT);
        instrument = new FlowQueue(this, "Instrument", Duration.seconds(60));
        violations = new FlowQueue(this, "Violations", TelemetryIngest.LIMIT);
        telemetry = new FlowQueue(this, "Telemetry", TelemetryIngest.LIMIT);
        evaluate = new FlowQueue(this, "Evaluate", PolicyEval.LIMIT);
    }

    FlowQueue scan() {
        return scan;
    }

    FlowQueue instrument() {
        return instrument;
    }

    FlowQueue violations() {
        return violations;
    }

    FlowQueue telemetry() {
        return telemetry;
    }

    FlowQueue evaluate() {
        return evaluate;
    }

    /// By name, in flow order.
    Map<String, FlowQueue> all() {
        var all = new LinkedHashMap<String, FlowQueue>();
        all.put("scan", scan);
        all.put("instrument", instrument);
        all.put("violations", violations);
        all.put("telemetry", telemetry);
        all.put("evaluate", evaluate);
        return all;
    }

    /// What every wiring reads.
    Map<String, String> environment() {
        return Map.of(
                "INLAY_SCAN_QUEUE", scan.url(),
                "INLAY_INSTRUMENT_QUEUE", instrument.url(),
                "INLAY_VIOLATIONS_QUEUE", violations.url(),
                "INLAY_TELEMETRY_QUEUE", telemetry.url(),
                "INLAY_EVALUATE_QUEUE", evaluate.url());
    }
}
