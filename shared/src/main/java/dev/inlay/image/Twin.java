package dev.inlay.image;

/// The two documents of an image that are new: of its instrumented form, or of what that becomes
/// without the sensor.
public final class Twin {
    private final Manifest manifest;
    private final byte[] configuration;

    Twin(Manifest manifest, byte[] configuration) {
        this.manifest = manifest;
        this.configuration = configuration;
    }

    /// Refers to the layers and to the new configuration.
    public Manifest manifest() {
        return manifest;
    }

    /// Not to be changed.
    public byte[] configuration() {
        return configuration;
    }
}
