package dev.inlay.image;

/// How far an image is on its way to being instrumented.
public sealed interface Progress {
    /// Known, and nothing asked for yet.
    record New() implements Progress {}

    /// In the queue.
    record Queued() implements Progress {}

    /// Being worked on.
    record Running(Step step) implements Progress {}

    /// The instrumented image is in the repository.
    record Done() implements Progress {}

    /// It cannot be instrumented, for good.
    record Declined(Reason reason) implements Progress {}

    /// It should have worked; it is tried again by the sweep or by hand.
    record Failed(Step step, Reason reason) implements Progress {}

    /// The spelling in documents and on screens.
    default String state() {
        return switch (this) {
            case New() -> "new";
            case Queued() -> "queued";
            case Running(_) -> "running";
            case Done() -> "done";
            case Declined(_) -> "declined";
            case Failed(_, _) -> "failed";
        };
    }
}
