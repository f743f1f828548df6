package dev.inlay.alert;

import dev.inlay.behaviour.Access;
import dev.inlay.behaviour.Behaviour;
import dev.inlay.detection.Detection;
import dev.inlay.profile.Testimony;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Says in one sentence what happened, with the command line as it really was.
final class Sentence {
    /// A title is read on a phone.
    private static final int MAX_COMMAND = 200;

    private Sentence() {}

    static String of(Behaviour behaviour, Testimony testimony, Optional<Detection> detection) {
        var always = detection.filter(Detection::always);
        return always.map(found -> detected(behaviour, testimony, found))
                .orElseGet(() -> never(behaviour, testimony));
    }

    private static String detected(Behaviour behaviour, Testimony testimony, Detection detection) {
        var who = behaviour.actor().orElse("a program");
        return switch (behaviour) {
            case Behaviour.Exec exec ->
                    who + " " + detection.title() + by(exec) + with(testimony.example());
            case Behaviour.FileAccess(_, _, var path) ->
                    who + " " + detection.title() + ": " + path;
            case Behaviour.Privilege(_, var call, var detail) ->
                    who + " " + detection.title() + ": " + called(call, detail);
            case Behaviour.Tamper(_, var call, var detail) ->
                    who + " " + detection.title() + ": " + called(call, detail);
            case Behaviour.Mismatch(_, _, _, var detail) ->
                    who + " " + detection.title() + ": " + detail;
            case Behaviour.Listen _,
                    Behaviour.Connect _,
                    Behaviour.Resolve _,
                    Behaviour.SocketUse _,
                    Behaviour.Unread _ ->
                    who + " " + detection.title();
        };
    }

    private static String never(Behaviour behaviour, Testimony testimony) {
        return switch (behaviour) {
            case Behaviour.Exec exec ->
                    exec.program()
                            + " was started"
                            + by(exec)
                            + with(testimony.example())
                            + ", which this image never did";
            case Behaviour.FileAccess(var program, var access, var path) ->
                    program + " " + did(access) + " " + path + ", which it never did";
            case Behaviour.Listen(var program, var protocol, _, var port) ->
                    program
                            + " listened on "
                            + protocol.word()
                            + " port "
                            + port
                            + ", which it never did";
            case Behaviour.Connect connect ->
                    connect.program()
                            + " talked to "
                            + connect.target()
                            + " on "
                            + connect.protocol().word()
                            + " port "
                            + connect.port()
                            + ", which it never did";
            case Behaviour.Resolve(var name) ->
                    "The name " + name + " was asked for, which never happened here";
            case Behaviour.SocketUse(var program, var family, var type) ->
                    program
                            + " made a "
                            + family
                            + " socket of type "
                            + type
                            + ", which it never did";
            case Behaviour.Privilege(var program, var call, var detail) ->
                    program + " called " + called(call, detail) + ", which it never did";
            case Behaviour.Unread(var program, _, var call) ->
                    program + " hid the arguments of " + call + ", which it never did";
            case Behaviour.Tamper(var program, var call, var detail) ->
                    program + " tried to interfere with the sensor: " + called(call, detail);
            case Behaviour.Mismatch(var program, _, _, var detail) ->
                    program + " did something else than it was allowed to: " + detail;
        };
    }

    private static String did(Access access) {
        return switch (access) {
            case READ -> "read";
            case CREATE -> "created";
            case WRITE -> "wrote";
            case DELETE -> "deleted";
            case RENAME -> "renamed";
            case LINK -> "linked";
            case ATTRIBUTES -> "changed the attributes of";
        };
    }

    private static String called(String call, String detail) {
        return detail.isEmpty() ? call : call + " " + detail;
    }

    private static String by(Behaviour.Exec exec) {
        if (exec.outside()) {
            return " from outside";
        }
        return exec.parent().isEmpty() ? "" : " by " + exec.parent();
    }

    private static String with(List<String> example) {
        if (example.isEmpty()) {
            return "";
        }
        var command =
                example.stream()
                        .map(word -> word.matches("[\\w./:=@%+,-]+") ? word : quoted(word))
                        .collect(Collectors.joining(" "));
        boolean fits = command.codePointCount(0, command.length()) <= MAX_COMMAND;
        return " with "
                + (fits
                        ? command
                        : command.substring(0, command.offsetByCodePoints(0, MAX_COMMAND)) + "…");
    }

    /// Control characters must not reach somebody's terminal.
    private static String quoted(String word) {
        return '"'
                + word.codePoints()
                        .mapToObj(c ->
                                Character.isISOControl(c)
                                        ? "\\u%04x".formatted(c)
                                        : Character.toString(c))
                        .collect(Collectors.joining())
                + '"';
    }
}
