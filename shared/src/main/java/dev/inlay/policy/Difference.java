package dev.inlay.policy;

import dev.inlay.behaviour.Behaviour;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Says why nothing in a policy allows a behaviour: the closest rule, and what differs.
final class Difference {
    private Difference() {}

    /// A sentence for people.
    ///
    /// @param rules those that may be about the program
    static String because(Behaviour behaviour, List<Rule> rules) {
        return switch (behaviour) {
            case Behaviour.Exec exec -> exec(exec, rules);
            case Behaviour.FileAccess(var program, var access, var path) ->
                    program + " never did this to " + path + ": " + access.word();
            case Behaviour.Listen(var program, var protocol, _, var port) ->
                    program + " never listened on " + protocol.word() + " port " + port;
            case Behaviour.Connect connect ->
                    connect.program()
                            + " never talked to "
                            + connect.target()
                            + " on "
                            + connect.protocol().word()
                            + " port "
                            + connect.port();
            case Behaviour.Resolve(var name) -> "nobody here ever asked for the name " + name;
            case Behaviour.SocketUse(var program, var family, var type) ->
                    program + " never made a " + family + " socket of type " + type;
            case Behaviour.Privilege(var program, var call, var detail) ->
                    program + " never called " + call + (detail.isEmpty() ? "" : " " + detail);
            case Behaviour.Unread(var program, _, var call) ->
                    program + " called " + call + " with arguments that could not be read";
            case Behaviour.Tamper(_, var call, _) -> "an attempt on the sensor: " + call;
            case Behaviour.Mismatch(_, _, _, var detail) -> detail;
        };
    }

    private static String exec(Behaviour.Exec exec, List<Rule> rules) {
        if (exec.drift().isPresent()) {
            return exec.program()
                    + " is not as the image brought it ("
                    + exec.drift().get().word()
                    + "); no person allowed it";
        }
        return rules.stream()
                .map(Rule::grant)
                .filter(Grant.Program.class::isInstance)
                .map(Grant.Program.class::cast)
                .max(Comparator.comparingInt(rule -> closeness(exec, rule)))
                .map(closest -> differs(exec, closest))
                .orElse(exec.program() + " was never started here");
    }

    private static int closeness(Behaviour.Exec exec, Grant.Program rule) {
        return (parentFits(exec, rule) ? 4 : 0)
                + (userFits(exec, rule) ? 2 : 0)
                + (placeFits(exec, rule) ? 1 : 0);
    }

    private static String differs(Behaviour.Exec exec, Grant.Program rule) {
        var program = exec.program();
        if (!parentFits(exec, rule)) {
            return program + " was never started by " + exec.parent();
        }
        if (!userFits(exec, rule)) {
            return program + " never ran as user " + exec.user();
        }
        if (!rule.terminal().map(flag -> flag == exec.terminal()).orElse(true)) {
            return program + (exec.terminal() ? " never had a terminal" : " always had a terminal");
        }
        if (!rule.outside().map(flag -> flag == exec.outside()).orElse(true)) {
            return program
                    + (exec.outside()
                            ? " was never started from outside"
                            : " was only ever started from outside");
        }
        return program
                + " is allowed from "
                + exec.parent()
                + " with other arguments than "
                + words(exec.arguments())
                + ": "
                + words(rule.arguments().orElse(List.of()));
    }

    private static boolean parentFits(Behaviour.Exec exec, Grant.Program rule) {
        return rule.parents().isEmpty()
                || rule.parents().stream()
                        .anyMatch(parent -> Pattern.of(parent).matches(exec.parent()));
    }

    private static boolean userFits(Behaviour.Exec exec, Grant.Program rule) {
        return rule.users().isEmpty() || rule.users().contains(exec.user());
    }

    private static boolean placeFits(Behaviour.Exec exec, Grant.Program rule) {
        return rule.terminal().equals(Optional.of(exec.terminal()))
                && rule.outside().equals(Optional.of(exec.outside()));
    }

    private static String words(List<String> arguments) {
        return arguments.stream()
                .map(word -> word.matches("[A-Za-z0-9_./:=@%+,{}-]+") ? word : '"' + word + '"')
                .collect(Collectors.joining(" "));
    }
}
