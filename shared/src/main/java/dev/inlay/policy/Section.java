package dev.inlay.policy;

import dev.inlay.document.Word;

/// The lists of a policy document.
public enum Section implements Word {
    /// Programs that start.
    PROGRAMS,

    /// Files that are touched.
    FILES,

    /// Ports that are listened on.
    LISTENS,

    /// Peers that are talked to.
    PEERS,

    /// Names that are asked for.
    NAMES,

    /// Unusual sockets.
    SOCKETS,

    /// Privileged calls.
    PRIVILEGES,

    /// Calls that cannot be read.
    UNREAD;

    /// Where a grant is listed.
    public static Section of(Grant grant) {
        return switch (grant) {
            case Grant.Program _ -> PROGRAMS;
            case Grant.File _ -> FILES;
            case Grant.Listen _ -> LISTENS;
            case Grant.Peer _ -> PEERS;
            case Grant.Name _ -> NAMES;
            case Grant.Socket _ -> SOCKETS;
            case Grant.Privilege _ -> PRIVILEGES;
            case Grant.Unread _ -> UNREAD;
        };
    }
}
