package dev.inlay.policy;

import dev.inlay.behaviour.Behaviour;
import dev.inlay.behaviour.Mode;
import java.util.List;
import java.util.Optional;

/// A rule made ready for judging: its patterns are cut once.
final class Matcher {
    private final Rule rule;
    private final int place;
    private final Optional<Pattern> actor;
    private final Test test;

    /// What of a rule still has to hold once the program matched.
    @FunctionalInterface
    private interface Test {
        boolean holds(Behaviour behaviour);
    }

    /// @param place in the policy
    Matcher(Rule rule, int place) {
        this.rule = rule;
        this.place = place;
        this.actor = rule.grant().actor().map(Pattern::of);
        this.test = test(rule);
    }

    Rule rule() {
        return rule;
    }

    /// Whether it decides where another one matches too: a rule that blocks goes before one that
    /// records, and that before one that allows; of the same kind, the first.
    boolean goesBefore(Matcher other) {
        int stricter = mode().compareTo(other.mode());
        return stricter > 0 || (stricter == 0 && place < other.place);
    }

    /// How strict it is; learn where it allows.
    Mode mode() {
        return rule.mode().orElse(Mode.LEARN);
    }

    /// Whether it is about this program, or about several.
    boolean mayBeAbout(String program) {
        return actor.isEmpty() || !actor.get().exact() || actor.get().matches(program);
    }

    /// What it is found by, the first of these that says enough.
    List<Pattern> keys() {
        return switch (rule.grant()) {
            case Grant.File file -> List.of(Pattern.ofFile(file.path()));
            case Grant.Name(var name) -> List.of(Pattern.of(name));
            case Grant.Peer peer when Network.parse(peer.peer()).isEmpty() ->
                    List.of(Pattern.of(peer.peer()), Pattern.of(peer.program()));
            case Grant.Peer _,
                    Grant.Program _,
                    Grant.Listen _,
                    Grant.Socket _,
                    Grant.Privilege _,
                    Grant.Unread _ ->
                    actor.stream().toList();
        };
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
                        && (parents.isEmpty() || oneOf(parents, exec.parent()))
                        && (program.users().isEmpty() || program.users().contains(exec.user()))
                        && fits(program.terminal(), exec.terminal())
                        && fits(program.outside(), exec.outside())
                        && (arguments.isEmpty() || all(arguments.get(), exec.arguments()));
    }

    private static boolean fits(Optional<Boolean> wanted, boolean flag) {
        return wanted.isEmpty() || wanted.get() == flag;
    }

    private static boolean oneOf(List<Pattern> patterns, String text) {
        for (var pattern : patterns) {
            if (pattern.matches(text)) {
                return true;
            }
        }
        return false;
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
