package dev.inlay.behaviour;

import dev.inlay.document.Word;

/// The part of a container's life a behaviour belongs to; each has a mode of its own.
public enum Domain implements Word {
    /// Programs that start.
    PROCESS,

    /// Files that change, sensitive files that are read.
    FILE,

    /// Peers, listeners, names.
    NETWORK,

    /// Identities, capabilities, everything that reaches for the kernel.
    PRIVILEGE
}
