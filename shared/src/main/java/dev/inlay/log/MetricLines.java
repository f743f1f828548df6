package dev.inlay.log;

import dev.inlay.document.Json;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Locale;

/// Lines of JSON that CloudWatch both searches and counts: each is a document of the embedded
/// metric format, so that no call is made and nothing is lost with the function. There are two
/// dimensions, the function and its outcome; images and containers would be a metric, and a price,
/// each.
///
/// Specification: CloudWatch embedded metric format, version 0.
public final class MetricLines implements Lines {
    private static final String NAMESPACE = "Inlay";
    private static final String COUNT = "Outcomes";

    private final String function;
    private final InstantSource clock;

    /// @param function as people call it: `registry-scan`
    public MetricLines(String function, InstantSource clock) {
        this.function = function;
        this.clock = clock;
    }

    @Override
    public String write(Line line) {
        var document = Json.object();
        var metadata = document.putObject("_aws").put("Timestamp", clock.millis());
        var directive = metadata.putArray("CloudWatchMetrics").addObject();
        directive.put("Namespace", NAMESPACE);
        directive.putArray("Dimensions").addArray().add("Function").add("Outcome");
        var metrics = directive.putArray("Metrics");
        var names = new ArrayList<String>();
        names.add(COUNT);
        names.addAll(line.counts().keySet());
        names.forEach(name -> metrics.addObject().put("Name", name).put("Unit", "Count"));
        document.put("Function", function)
                .put("Outcome", line.result().name().toLowerCase(Locale.ROOT))
                .put(COUNT, 1);
        line.counts().forEach(document::put);
        line.about().forEach(document::put);
        return Json.write(document.put("text", line.text()));
    }
}
