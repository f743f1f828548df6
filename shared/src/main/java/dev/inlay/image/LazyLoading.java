package dev.inlay.image;

/// Whether a host that could start the original before it had all of it can do the same with the
/// instrumented image.
public sealed interface LazyLoading {
    /// The code of what is lost.
    String LOST = "lazy-loading-lost";

    /// Nothing was prepared for that.
    record None() implements LazyLoading {}

    /// It can.
    ///
    /// @param index digest of the SOCI index that serves the instrumented image
    record Kept(Digest index) implements LazyLoading {}

    /// It cannot: the instrumented image is downloaded as a whole before it starts. Everything else
    /// works.
    record Lost(Reason reason) implements LazyLoading {}

    /// It is lost, and why.
    static LazyLoading lost(String text) {
        return new Lost(new Reason(LOST, "lazy loading lost: " + text));
    }
}
