package dev.inlay.policy;

import dev.inlay.document.Word;

/// Who or what a rule comes from.
public enum Source implements Word {
    /// What the image itself says: its entrypoint, its health check, its ports.
    IMAGE,

    /// Seen while learning.
    LEARNT,

    /// Learnt for the image that was in the repository before.
    INHERITED,

    /// Somebody decided it; telemetry never changes it.
    PERSON
}
