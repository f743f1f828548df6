package dev.inlay.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/// What tests add to images.
final class Additions {
    private static final Layer SENSOR = Layer.ofTar("a sensor".getBytes(UTF_8));

    private Additions() {}

    static Addition of(Digest image) {
        return of(image, SENSOR, "0.1.0");
    }

    static Addition of(Digest image, Layer sensor, String version) {
        var settings =
                SettingsLayer.of(
                        ("{\"image\":\"" + image + "\"}").getBytes(UTF_8), Optional.empty());
        return new Addition(image, "shop/web:1.4", sensor, version, settings);
    }
}
