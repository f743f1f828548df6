package dev.inlay.image;

/// What is added to an image, and said about it.
///
/// @param image digest of the manifest before instrumentation
/// @param source repository and tag, for people
/// @param sensor layer with the program
/// @param sensorVersion of that program
/// @param settings layer with what it has to know
public record Addition(
        Digest image, String source, Layer sensor, String sensorVersion, Layer settings) {}
