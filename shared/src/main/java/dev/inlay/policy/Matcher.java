package dev.inlay.policy;

import dev.inlay.behaviour.Behaviour;
import java.util.List;
import java.util.Optional;

/// A rule made ready for judging: its patterns are cut once.
final class Matcher {
    private final Rule rule;
    private final Optional<Pattern> actor;
    private final Test test;

    /// What of a rule still has to hold once the program matched.
    @FunctionalInterface
    private interface Test {
        boolean holds(Behaviour behaviour);
    }

    Matcher(Rule rule) {
        this.rule = rule;
        this.actor = rule.grant().actor().map(Pattern::of);
        this.test = test(rule);
    }

    Rule rule() {
        return rule;
    }

    /// The one program the rule is about; empty when there are several.
    Optional<String> exactActor() {
        return actor.filter(Pattern::exact).map(Pattern::toString);
    }

    boolean matches(Behaviour behaviour) {
        if (!test.holds(behaviour)) {
            return false;
        }
        var program = behaviour.actor();
        return actor.isEmpty() || (program.isPresent() && actor.get().matches(program.get()));
    }

    private static Test test(Rule rule) {
        return switch (rule.grant()) {
            case Grant.Program program -> program(program, rule.byPerson());
            case Grant.File(_, var access, var path) -> {
                var pattern = Pattern.ofFile(path);
                yield behaviour ->
                        behaviour instanceof Behaviour.FileAccess file
                                && access.contains(file.access())
                                && pattern.matches(file.path());
            }
            case Grant.Listen(_, var protocol, var port) ->
                    behaviour ->
                            behaviour instanceof Behaviour.Listen listen
                                    && listen.protocol() == protocol
                                    && listen.port() == port;
            case Grant.Peer peer -> peer(peer);
            case Grant.Name(var name) -> {
                var pattern = Pattern.of(name);
                yield behaviour ->
                        behaviour instanceof Behaviour.Resolve(var asked) && pattern.matches(asked);
            }
            case Grant.Socket(_, var family, var type) ->
                    behaviour ->
                            behaviour instanceof Behaviour.SocketUse socket
                                    && socket.family().equals(family)
                                    && socket.type().equals(type);
            case Grant.Privilege(_, var call, var detail) -> {
                var pattern = Pattern.of(detail);
                yield behaviour ->
                        behaviour instanceof Behaviour.Privilege privilege
                                && privilege.call().equals(call)
                                && pattern.matches(privilege.detail());
            }
            case Grant.Unread(_, var domain, var call) ->
                    behaviour ->
                            behaviour instanceof Behaviour.Unread unread
                                    && unread.domain() == domain
                                    && unread.call().equals(call);
        };
    }

    private static Test program(Grant.Program program, boolean byPerson) {
        var parents = program.parents().stream().map(Pattern::of).toList();
        var arguments =
                program.arguments().map(list -> list.stream().map(Pattern::ofArgument).toList());
        return behaviour ->
                behaviour instanceof Behaviour.Exec exec
                        && (exec.drift().isEmpty() || byPerson)
                        && (parents.isEmpty()
                                || parents.stream().anyMatch(each -> each.matches(exec.parent())))
                        && (program.users().isEmpty() || program.users().contains(exec.user()))
                        && program.terminal().map(flag -> flag == exec.terminal()).orElse(true)
                        && program.outside().map(flag -> flag == exec.outside()).orElse(true)
                        && arguments.map(list -> all(list, exec.arguments())).orElse(true);
    }

    private static boolean all(List<Pattern> patterns, List<String> arguments) {
        if (patterns.size() != arguments.size()) {
            return false;
        }
        for (int i = 0; i < arguments.size(); i++) {
            if (!patterns.get(i).matches(arguments.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static Test peer(Grant.Peer peer) {
        var network = Network.parse(peer.peer());
        var name = Pattern.of(peer.peer());
        return behaviour ->
                behaviour instanceof Behaviour.Connect connect
                        && connect.protocol() == peer.protocol()
                        && connect.port() == peer.port()
                        && (network.isPresent()
                                ? connect.address()
                                        .flatMap(Network::address)
                                        .filter(network.get()::contains)
                                        .isPresent()
                                : connect.peer().filter(name::matches).isPresent());
    }
}
