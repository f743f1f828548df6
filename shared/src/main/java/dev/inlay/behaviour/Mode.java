package dev.inlay.behaviour;

import dev.inlay.document.Word;

/// What a behaviour outside the policy leads to.
public enum Mode implements Word {
    /// It goes on and becomes part of what is normal.
    LEARN,

    /// It goes on and is told.
    RECORD,

    /// It is refused.
    BLOCK
}
