package dev.inlay.behaviour;

import dev.inlay.document.Word;

/// What happened to a behaviour.
public enum Verdict implements Word {
    /// It went on.
    ALLOWED,

    /// It went on, and is told.
    RECORDED,

    /// It was refused.
    BLOCKED
}
