package dev.inlay.alert;

import dev.inlay.behaviour.Behaviour;

/// What of a behaviour makes it the same thing as another: a hundred commands through one shell, or
/// a hundred files in one directory, are told once.
final class Subject {
    private Subject() {}

    static String of(Behaviour behaviour) {
        return switch (behaviour) {
            case Behaviour.Exec exec -> lines("exec", exec.program(), exec.parent());
            case Behaviour.FileAccess(var program, var access, var path) ->
                    lines("file", program, access.word(), directory(path));
            case Behaviour.Listen(var program, var protocol, _, var port) ->
                    lines("listen", program, protocol.word(), Integer.toString(port));
            case Behaviour.Connect connect ->
                    lines(
                            "connect",
                            connect.program(),
                            connect.protocol().word(),
                            connect.target());
            case Behaviour.Resolve(var name) -> lines("resolve", name);
            case Behaviour.SocketUse(var program, var family, var type) ->
                    lines("socket", program, family, type);
            case Behaviour.Privilege(var program, var call, _) -> lines("privilege", program, call);
            case Behaviour.Unread(var program, _, var call) -> lines("unread", program, call);
            case Behaviour.Tamper(var program, var call, _) -> lines("tamper", program, call);
            case Behaviour.Mismatch(var program, _, var call, _) ->
                    lines("mismatch", program, call);
        };
    }

    private static String directory(String path) {
        int cut = path.lastIndexOf('/');
        return cut < 0 ? path : path.substring(0, cut);
    }

    private static String lines(String... parts) {
        return String.join("\n", parts);
    }
}
