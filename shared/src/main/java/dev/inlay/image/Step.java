package dev.inlay.image;

import java.util.Locale;

/// The steps of instrumenting an image, in their order.
public enum Step {
    /// The tag still points at what was pushed.
    RESOLVE,
    /// It is an image for which there is a sensor.
    CLASSIFY,
    /// Read how it is started.
    CONFIG,
    /// Sensor layer and settings layer.
    LAYERS,
    /// The new configuration and manifest.
    REWRITE,
    /// What is not there yet goes to the registry, without a tag.
    PUSH,
    /// Read back and compare.
    VERIFY,
    /// The instrumented tag appears.
    PUBLISH;

    /// The spelling in documents and on screens.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
