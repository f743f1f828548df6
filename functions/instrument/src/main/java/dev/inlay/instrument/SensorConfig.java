package dev.inlay.instrument;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.image.JsonTree;

/// Writes `/.inlay/config.json` (docs/wire-format.md, version 1): a pure function of the image and
/// its settings, fields always in the same order.
final class SensorConfig {
    private SensorConfig() {}

    static byte[] of(SourceImage image, SensorSettings settings) {
        var config = JsonTree.newObject();
        config.put("version", 1)
                .put("image", image.digest().value())
                .put("source", image.name())
                .put("platform", image.platform().toString());
        settings.report().ifPresent(report -> put(report, config));
        var keys = config.putArray("keys");
        settings.keys()
                .forEach(key ->
                        keys.addObject().put("id", key.id()).put("publicKey", key.publicKey()));
        config.put("start", settings.start().text());
        image.launch()
                .healthcheck()
                .ifPresent(command -> {
                    var arguments = config.putArray("healthcheck");
                    command.forEach(arguments::add);
                });
        config.putObject("intervals")
                .put("learning", settings.intervals().learning())
                .put("steady", settings.intervals().steady())
                .put("policy", settings.intervals().policy());
        return JsonTree.bytes(config);
    }

    private static void put(SensorSettings.Report report, ObjectNode config) {
        switch (report) {
            case SensorSettings.Report.ByToken(var endpoint, var token) ->
                    config.put("endpoint", endpoint).put("token", token);
            case SensorSettings.Report.ByRole(var endpoint, var region, var sts, var server) -> {
                config.put("endpoint", endpoint);
                config.putObject("role")
                        .put("region", region)
                        .put("sts", sts)
                        .put("server", server);
            }
            case SensorSettings.Report.Direct(
                            var region,
                            var telemetry,
                            var violations,
                            var policy) ->
                    config.putObject("direct")
                            .put("region", region)
                            .put("telemetry", telemetry)
                            .put("violations", violations)
                            .put("policy", policy);
        }
    }
}
