package dev.inlay.behaviour;

import dev.inlay.document.Word;

/// A transport protocol.
public enum Protocol implements Word {
    /// Stream.
    TCP,

    /// Datagram.
    UDP
}
