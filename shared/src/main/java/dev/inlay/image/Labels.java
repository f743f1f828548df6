package dev.inlay.image;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What an instrumented image says about itself, in its configuration's labels. A label alone
/// proves nothing: `FROM` inherits them.
final class Labels {
    static final String PREFIX = "dev.inlay.";

    /// Version of the sensor.
    static final String SENSOR = PREFIX + "sensor";

    /// Uncompressed digests of the two layers.
    static final String SENSOR_LAYER = PREFIX + "sensor.layer";

    static final String SETTINGS_LAYER = PREFIX + "settings.layer";

    /// The manifest this was made from: the image's identity.
    static final String SOURCE_DIGEST = PREFIX + "source.digest";

    static final String SOURCE = PREFIX + "source";

    private Labels() {}

    static SortedMap<String, String> of(Addition addition) {
        return new TreeMap<>(
                Map.of(
                        SENSOR, addition.sensorVersion(),
                        SENSOR_LAYER, addition.sensor().diffId().value(),
                        SETTINGS_LAYER, addition.settings().diffId().value(),
                        SOURCE_DIGEST, addition.image().value(),
                        SOURCE, addition.source()));
    }

    /// Annotations tell the same to those who read only the manifest.
    static SortedMap<String, String> annotations(Addition addition) {
        return new TreeMap<>(
                Map.of(
                        SENSOR, addition.sensorVersion(),
                        SENSOR_LAYER, addition.sensor().diffId().value(),
                        SOURCE_DIGEST, addition.image().value(),
                        SOURCE, addition.source()));
    }
}
