package dev.inlay.behaviour;

import dev.inlay.document.Word;

/// How a program file differs from what the image brought.
public enum Drift implements Word {
    /// Written or changed since the sensor started.
    WRITTEN,

    /// Lives in memory only.
    MEMORY,

    /// Already deleted.
    DELETED,

    /// On another device than the root.
    DEVICE
}
