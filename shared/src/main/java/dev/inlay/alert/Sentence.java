package dev.inlay.alert;

import dev.inlay.behaviour.Access;
import dev.inlay.behaviour.Behaviour;
import dev.inlay.behaviour.Verdict;
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
        if (always.isPresent()) {
            return plain(detected(behaviour, testimony, always.get()));
        }
        return plain(
                testimony.verdict() == Verdict.BLOCKED
                        ? tried(behaviour, testimony)
                        : did(behaviour, testimony));
    }

    /// Names of files and programs are chosen by attackers; control characters in them must not
    /// reach somebody's terminal.
    private static String plain(String text) {
        return text.codePoints()
                .mapToObj(c ->
                        Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
                                ? "\\u%04x".formatted(c)
                                : Character.toString(c))
                .collect(Collectors.joining());
    }

    private static String detected(Behaviour behaviour, Testimony testimony, Detection detection) {
        var what = behaviour.actor().orElse("a program") + " " + detection.title();
        return switch (behaviour) {
            case Behaviour.Exec exec when testimony.verdict() == Verdict.BLOCKED ->
                    triedToStart(exec, testimony) + oddity(exec);
            case Behaviour.Exec _ -> what + with(testimony.example());
            case Behaviour.FileAccess(_, _, var path) -> what + ": " + path;
            case Behaviour.Privilege(_, var call, var detail) -> what + ": " + called(call, detail);
            case Behaviour.Tamper(_, var call, var detail) -> what + ": " + called(call, detail);
            case Behaviour.Mismatch(_, _, _, var detail) -> what + ": " + detail;
            case Behaviour.Listen _,
                    Behaviour.Connect _,
                    Behaviour.Resolve _,
                    Behaviour.SocketUse _,
                    Behaviour.Unread _ ->
                    what;
        };
    }

    /// It was refused, so it did not happen.
    private static String tried(Behaviour behaviour, Testimony testimony) {
        return switch (behaviour) {
            case Behaviour.Exec exec ->
                    triedToStart(exec, testimony) + ", which this image never did";
            case Behaviour.FileAccess(var program, var access, var path) ->
                    never(program + " tried to " + infinitive(access) + " " + path);
            case Behaviour.Listen listen ->
                    never(listen.program() + " tried to listen on " + port(listen));
            case Behaviour.Connect connect ->
                    never(connect.program() + " tried to talk to " + peer(connect));
            case Behaviour.Resolve(var name) -> never("Somebody tried to resolve " + name);
            case Behaviour.SocketUse socket ->
                    never(socket.program() + " tried to make " + socket(socket));
            case Behaviour.Privilege(var program, var call, var detail) ->
                    never(program + " tried to call " + called(call, detail));
            case Behaviour.Unread(var program, _, var call) ->
                    never(program + " tried to call " + call + " with hidden arguments");
            case Behaviour.Tamper(var program, var call, var detail) ->
                    program + " tried to interfere with the sensor: " + called(call, detail);
            case Behaviour.Mismatch(var program, _, _, var detail) ->
                    program + " did something else than it was allowed to: " + detail;
        };
    }

    private static String did(Behaviour behaviour, Testimony testimony) {
        return switch (behaviour) {
            case Behaviour.Exec exec ->
                    exec.program()
                            + " was started"
                            + by(exec)
                            + with(testimony.example())
                            + ", which this image never did";
            case Behaviour.FileAccess(var program, var access, var path) ->
                    never(program + " " + past(access) + " " + path);
            case Behaviour.Listen listen ->
                    never(listen.program() + " listened on " + port(listen));
            case Behaviour.Connect connect ->
                    never(connect.program() + " talked to " + peer(connect));
            case Behaviour.Resolve(var name) ->
                    "The name " + name + " was asked for, which never happened here";
            case Behaviour.SocketUse socket -> never(socket.program() + " made " + socket(socket));
            case Behaviour.Privilege(var program, var call, var detail) ->
                    never(program + " called " + called(call, detail));
            case Behaviour.Unread(var program, _, var call) ->
                    never(program + " called " + call + " with hidden arguments");
            case Behaviour.Tamper(var program, var call, var detail) ->
                    program + " tried to interfere with the sensor: " + called(call, detail);
            case Behaviour.Mismatch(var program, _, _, var detail) ->
                    program + " did something else than it was allowed to: " + detail;
        };
    }

    private static String never(String what) {
        return what + ", which it never did";
    }

    private static String triedToStart(Behaviour.Exec exec, Testimony testimony) {
        return starter(exec) + " tried to start " + exec.program() + with(testimony.example());
    }

    /// What is bad about a program that did not start, whatever the policy says.
    private static String oddity(Behaviour.Exec exec) {
        return exec.drift()
                .map(drift ->
                        switch (drift) {
                            case WRITTEN -> ", which was written after the container started";
                            case MEMORY -> ", which exists in memory only";
                            case DELETED -> ", which was deleted before";
                            case DEVICE -> ", which is not part of the image";
                        })
                .orElse(exec.terminal() ? " on a terminal" : "");
    }

    private static String starter(Behaviour.Exec exec) {
        if (exec.outside()) {
            return "Somebody from outside";
        }
        return exec.parent().isEmpty() ? "A program" : exec.parent();
    }

    private static String port(Behaviour.Listen listen) {
        return listen.protocol().word() + " port " + listen.port();
    }

    private static String peer(Behaviour.Connect connect) {
        return connect.target() + " on " + connect.protocol().word() + " port " + connect.port();
    }

    private static String socket(Behaviour.SocketUse socket) {
        return "a " + socket.family() + " socket of type " + socket.type();
    }

    private static String past(Access access) {
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

    private static String infinitive(Access access) {
        return switch (access) {
            case READ, CREATE, WRITE, DELETE, RENAME, LINK -> access.word();
            case ATTRIBUTES -> "change the attributes of";
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
        return " with " + CommandLine.of(example, MAX_COMMAND);
    }
}
