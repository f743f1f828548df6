package dev.inlay.coverage;

/// What the catalog says of a container that runs.
sealed interface Standing {
    /// It runs an instrumented image.
    record Instrumented() implements Standing {}

    /// It should, and does not.
    record Bare(Gap gap) implements Standing {}

    /// No enrolment wants it watched.
    record Foreign() implements Standing {}
}
