package dev.inlay.behaviour;

import dev.inlay.document.Word;

/// How a sensor can see and stop things where it runs.
public enum Tier implements Word {
    /// Seccomp user notification; can block.
    NOTIFY,

    /// The security-critical calls only; can block.
    PTRACE,

    /// Looks, cannot block.
    OBSERVE
}
