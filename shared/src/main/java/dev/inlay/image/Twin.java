package dev.inlay.image;

/// The instrumented form of an image: the two documents that are new.
public final class Twin {
    private final Manifest manifest;
    private final byte[] configuration;

    Twin(Manifest manifest, byte[] configuration) {
        this.manifest = manifest;
        this.configuration = configuration;
    }

    /// Refers to the source's layers, to our two and to the new configuration.
    public Manifest manifest() {
        return manifest;
    }

    /// Not to be changed.
    public byte[] configuration() {
        return configuration;
    }
}
