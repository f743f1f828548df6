package dev.inlay.instrument;

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
        settings.report()
                .ifPresent(report ->
                        config.put("endpoint", report.endpoint()).put("token", report.token()));
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
}
