package dev.inlay.image;

/// What an image runs on.
///
/// @param os `linux`
/// @param architecture `amd64`, in Go's spelling
/// @param variant `v8`, or empty
public record Platform(String os, String architecture, String variant) {
    /// Longer is nobody's name for a system, and not worth keeping.
    private static final int MAX_NAME = 64;

    public Platform {
        os = shortened(os);
        architecture = shortened(architecture);
        variant = shortened(variant);
    }

    private static String shortened(String name) {
        return name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME) + "…";
    }

    /// `linux/amd64` or `linux/arm64/v8`.
    @Override
    public String toString() {
        return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
    }

    /// Reads `os/architecture[/variant]`.
    public static Platform parse(String text) {
        var parts = text.split("/", 3);
        return new Platform(
                parts[0], parts.length > 1 ? parts[1] : "", parts.length > 2 ? parts[2] : "");
    }
}
