package dev.inlay.image;

/// Where it is told what becomes of images: a log, EventBridge. Told at least once.
public interface ImageNews {
    /// The instrumented image stands beside the original. Returns when it was handed over; throws
    /// `TransientFailure` when it should be offered again.
    ///
    /// @param image as the catalog has it now
    void instrumented(Push push, Image image);

    /// It does not, and will not before something changes. As above.
    void failed(Push push, Reason reason);

    /// Tells nobody.
    static ImageNews none() {
        return new ImageNews() {
            @Override
            public void instrumented(Push push, Image image) {}

            @Override
            public void failed(Push push, Reason reason) {}
        };
    }
}
