package dev.inlay.policy;

import dev.inlay.behaviour.Behaviour;
import dev.inlay.document.Word;
import java.util.Optional;

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

    /// Where the rules are that may speak of a behaviour; empty for what no rule allows.
    static Optional<Section> of(Behaviour behaviour) {
        return switch (behaviour) {
            case Behaviour.Exec _ -> Optional.of(PROGRAMS);
            case Behaviour.FileAccess _ -> Optional.of(FILES);
            case Behaviour.Listen _ -> Optional.of(LISTENS);
            case Behaviour.Connect _ -> Optional.of(PEERS);
            case Behaviour.Resolve _ -> Optional.of(NAMES);
            case Behaviour.SocketUse _ -> Optional.of(SOCKETS);
            case Behaviour.Privilege _ -> Optional.of(PRIVILEGES);
            case Behaviour.Unread _ -> Optional.of(UNREAD);
            case Behaviour.Tamper _, Behaviour.Mismatch _ -> Optional.empty();
        };
    }
}
