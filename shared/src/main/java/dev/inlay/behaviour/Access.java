package dev.inlay.behaviour;

import dev.inlay.document.Word;

/// What was done to a file.
public enum Access implements Word {
    /// Opened for reading.
    READ,

    /// Brought into being: files, directories, links, devices.
    CREATE,

    /// Opened for writing, truncated.
    WRITE,

    /// Removed.
    DELETE,

    /// Moved away from this path.
    RENAME,

    /// Given a further name, or made a symbolic link.
    LINK,

    /// Mode, owner, extended attributes.
    ATTRIBUTES
}
