package dev.inlay.behaviour;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.image.Digest;
import java.util.Optional;

/// Behaviours as JSON. Written in one canonical form, so the hash of the text identifies the
/// behaviour on every side and for ever.
public final class BehaviourDocument {
    /// 64 arguments and one for the rest.
    static final int MAX_ARGUMENTS = 65;

    /// An argument is at most 1,024 bytes, and doubling its braces may double it.
    static final int MAX_TEXT_BYTES = 2_200;

    /// PATH_MAX is 4,096, and doubling braces may double it.
    static final int MAX_PATH_BYTES = 8_192;

    private static final int MAX_WORD_BYTES = 256;
    private static final int MAX_PORT = 65_535;
    private static final long MAX_USER = 0xffff_ffffL;
    private static final int KEY_DIGITS = 32;

    private BehaviourDocument() {}

    /// The kind and a hash: `exec#0f3a…`.
    static String key(Behaviour behaviour) {
        var digest = Digest.ofText(Json.write(write(behaviour)));
        return behaviour.kind() + "#" + digest.hex().substring(0, KEY_DIGITS);
    }

    /// Reads a behaviour.
    public static Behaviour read(Fields from) {
        var kind = from.text("kind", MAX_WORD_BYTES);
        return switch (kind) {
            case "exec" -> exec(from);
            case "file" ->
                    new Behaviour.FileAccess(
                            path(from, "program"),
                            from.word("access", Access.class),
                            path(from, "path"));
            case "listen" ->
                    new Behaviour.Listen(
                            path(from, "program"),
                            from.word("protocol", Protocol.class),
                            word(from, "address"),
                            port(from));
            case "connect" -> connect(from);
            case "resolve" -> new Behaviour.Resolve(from.text("name", MAX_TEXT_BYTES));
            case "socket" ->
                    new Behaviour.SocketUse(
                            path(from, "program"), word(from, "family"), word(from, "type"));
            case "privilege" ->
                    new Behaviour.Privilege(
                            path(from, "program"), word(from, "call"), detail(from));
            case "unread" ->
                    new Behaviour.Unread(
                            path(from, "program"),
                            from.word("domain", Domain.class),
                            word(from, "call"));
            case "tamper" ->
                    new Behaviour.Tamper(path(from, "program"), word(from, "call"), detail(from));
            case "mismatch" ->
                    new Behaviour.Mismatch(
                            path(from, "program"),
                            from.word("domain", Domain.class),
                            word(from, "call"),
                            detail(from));
            default -> {
                from.refuse("kind", "no such kind of behaviour: '" + kind + "'");
                yield new Behaviour.Resolve("");
            }
        };
    }

    private static Behaviour exec(Fields from) {
        return new Behaviour.Exec(
                path(from, "program"),
                path(from, "parent"),
                from.texts("arguments", MAX_ARGUMENTS, MAX_TEXT_BYTES),
                from.number("user", 0, MAX_USER),
                from.flag("terminal"),
                from.flag("outside"),
                from.optionalText("interpreter", MAX_PATH_BYTES),
                from.optionalWord("drift", Drift.class));
    }

    private static Behaviour connect(Fields from) {
        var peer = from.optionalText("peer", MAX_TEXT_BYTES);
        var address = from.optionalText("address", MAX_WORD_BYTES);
        if (peer.isPresent() == address.isPresent()) {
            from.refuse("peer", "a connection has either a peer's name or an address");
        }
        return new Behaviour.Connect(
                path(from, "program"),
                from.word("protocol", Protocol.class),
                peer,
                address,
                port(from));
    }

    /// The canonical form.
    public static ObjectNode write(Behaviour behaviour) {
        var to = Json.object().put("kind", behaviour.kind());
        return switch (behaviour) {
            case Behaviour.Exec exec -> write(exec, to);
            case Behaviour.FileAccess(var program, var access, var path) ->
                    to.put("program", program).put("access", access.word()).put("path", path);
            case Behaviour.Listen(var program, var protocol, var address, var port) ->
                    to.put("program", program)
                            .put("protocol", protocol.word())
                            .put("address", address)
                            .put("port", port);
            case Behaviour.Connect(var program, var protocol, var peer, var address, var port) -> {
                to.put("program", program).put("protocol", protocol.word());
                putIfPresent(to, "peer", peer);
                putIfPresent(to, "address", address);
                yield to.put("port", port);
            }
            case Behaviour.Resolve(var name) -> to.put("name", name);
            case Behaviour.SocketUse(var program, var family, var type) ->
                    to.put("program", program).put("family", family).put("type", type);
            case Behaviour.Privilege(var program, var call, var detail) ->
                    to.put("program", program).put("call", call).put("detail", detail);
            case Behaviour.Unread(var program, var domain, var call) ->
                    to.put("program", program).put("domain", domain.word()).put("call", call);
            case Behaviour.Tamper(var program, var call, var detail) ->
                    to.put("program", program).put("call", call).put("detail", detail);
            case Behaviour.Mismatch(var program, var domain, var call, var detail) ->
                    to.put("program", program)
                            .put("domain", domain.word())
                            .put("call", call)
                            .put("detail", detail);
        };
    }

    private static ObjectNode write(Behaviour.Exec exec, ObjectNode to) {
        to.put("program", exec.program()).put("parent", exec.parent());
        to.set("arguments", Json.texts(exec.arguments()));
        to.put("user", exec.user()).put("terminal", exec.terminal()).put("outside", exec.outside());
        putIfPresent(to, "interpreter", exec.interpreter());
        putIfPresent(to, "drift", exec.drift().map(Drift::word));
        return to;
    }

    private static void putIfPresent(ObjectNode to, String name, Optional<String> value) {
        value.ifPresent(text -> to.put(name, text));
    }

    private static String path(Fields from, String name) {
        return from.text(name, MAX_PATH_BYTES);
    }

    private static String word(Fields from, String name) {
        return from.text(name, MAX_WORD_BYTES);
    }

    private static String detail(Fields from) {
        return from.text("detail", MAX_TEXT_BYTES);
    }

    private static int port(Fields from) {
        return (int) from.number("port", 0, MAX_PORT);
    }
}
