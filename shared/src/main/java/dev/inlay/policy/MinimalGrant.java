package dev.inlay.policy;

import dev.inlay.behaviour.Behaviour;
import dev.inlay.behaviour.Templated;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The grant that matches one behaviour and as little else as rules can say.
public final class MinimalGrant {
    private MinimalGrant() {}

    /// Empty for what no rule can allow, and for what no sensor writes.
    public static Optional<Grant> of(Behaviour behaviour) {
        return Templated.wellFormed(behaviour) ? grant(behaviour) : Optional.empty();
    }

    private static Optional<Grant> grant(Behaviour behaviour) {
        return switch (behaviour) {
            case Behaviour.Exec exec ->
                    Optional.of(
                            new Grant.Program(
                                    exec.program(),
                                    exec.parent().isEmpty() ? List.of() : List.of(exec.parent()),
                                    List.of(exec.user()),
                                    Optional.of(exec.arguments()),
                                    Optional.of(exec.terminal()),
                                    Optional.of(exec.outside())));
            case Behaviour.FileAccess(var program, var access, var path) ->
                    Optional.of(new Grant.File(program, Set.of(access), path));
            case Behaviour.Listen(var program, var protocol, _, var port) ->
                    Optional.of(new Grant.Listen(program, protocol, port));
            case Behaviour.Connect connect ->
                    Optional.of(
                            new Grant.Peer(
                                    connect.program(),
                                    connect.protocol(),
                                    connect.target(),
                                    connect.port()));
            case Behaviour.Resolve(var name) -> Optional.of(new Grant.Name(name));
            case Behaviour.SocketUse(var program, var family, var type) ->
                    Optional.of(new Grant.Socket(program, family, type));
            case Behaviour.Privilege(var program, var call, var detail) ->
                    Optional.of(new Grant.Privilege(program, call, detail));
            case Behaviour.Unread(var program, var domain, var call) ->
                    Optional.of(new Grant.Unread(program, domain, call));
            case Behaviour.Tamper _, Behaviour.Mismatch _ -> Optional.empty();
        };
    }
}
