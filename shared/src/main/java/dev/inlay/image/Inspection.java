package dev.inlay.image;

/// What an image's configuration says about whether, and as what, it can be instrumented.
public sealed interface Inspection {
    /// It can.
    ///
    /// @param platform it runs on
    /// @param launch how it is started
    record Accepted(Platform platform, Launch launch) implements Inspection {}

    /// It is a result of ours with another sensor: the place to start is what it was made from.
    ///
    /// @param source digest of the manifest it says it was made from
    record Outdated(Platform platform, Launch launch, Digest source) implements Inspection {}

    /// It cannot.
    record Declined(Platform platform, Reason reason) implements Inspection {}
}
