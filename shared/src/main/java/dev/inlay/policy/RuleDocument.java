package dev.inlay.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.behaviour.Access;
import dev.inlay.behaviour.Domain;
import dev.inlay.behaviour.Mode;
import dev.inlay.behaviour.Protocol;
import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.document.Word;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Rules as JSON.
public final class RuleDocument {
    private static final int MAX_TEXT_BYTES = 8_192;
    private static final int MAX_ID_BYTES = 128;
    private static final int MAX_ARGUMENTS = 65;
    private static final int MAX_ITEMS = 1_000;
    private static final int MAX_PORT = 65_535;
    private static final long MAX_USER = 0xffff_ffffL;
    private static final long MOST = 1L << 53;

    private RuleDocument() {}

    /// Reads a rule of one of the policy's lists.
    public static Rule read(Section section, Fields from) {
        var id = from.text("id", MAX_ID_BYTES);
        if (id.isEmpty()) {
            from.refuse("id", "it is empty");
        }
        var mode = from.optionalWord("mode", Mode.class);
        if (mode.equals(Optional.of(Mode.LEARN))) {
            from.refuse("mode", "a rule records or blocks");
        }
        var provenance =
                from.optionalObject("provenance")
                        .map(RuleDocument::provenance)
                        .orElse(Provenance.of(Source.IMAGE));
        return new Rule(id, mode, provenance, grant(section, from));
    }

    private static Grant grant(Section section, Fields from) {
        return switch (section) {
            case PROGRAMS -> program(from);
            case FILES -> new Grant.File(path(from, "program"), access(from), path(from, "path"));
            case LISTENS ->
                    new Grant.Listen(
                            path(from, "program"),
                            from.word("protocol", Protocol.class),
                            port(from));
            case PEERS ->
                    new Grant.Peer(
                            path(from, "program"),
                            from.word("protocol", Protocol.class),
                            pattern(from, "peer"),
                            port(from));
            case NAMES -> new Grant.Name(pattern(from, "name"));
            case SOCKETS ->
                    new Grant.Socket(
                            path(from, "program"), text(from, "family"), text(from, "type"));
            case PRIVILEGES ->
                    new Grant.Privilege(
                            path(from, "program"), text(from, "call"), pattern(from, "detail"));
            case UNREAD ->
                    new Grant.Unread(
                            path(from, "program"),
                            from.word("domain", Domain.class),
                            text(from, "call"));
        };
    }

    private static Grant program(Fields from) {
        var parents = from.optionalTexts("parents", MAX_ITEMS, MAX_TEXT_BYTES);
        parents.ifPresent(paths -> paths.forEach(path -> check(from, "parents", path, true)));
        var arguments = from.optionalTexts("arguments", MAX_ARGUMENTS, MAX_TEXT_BYTES);
        arguments.ifPresent(all -> all.forEach(each -> check(from, "arguments", each, false)));
        return new Grant.Program(
                path(from, "path"),
                parents.orElse(List.of()),
                from.numbers("users", MAX_ITEMS, 0, MAX_USER),
                arguments,
                from.has("terminal") ? Optional.of(from.flag("terminal")) : Optional.empty(),
                from.has("outside") ? Optional.of(from.flag("outside")) : Optional.empty());
    }

    private static Set<Access> access(Fields from) {
        var access = from.words("access", Access.class);
        if (access.isEmpty()) {
            from.refuse("access", "it is empty");
        }
        return Set.copyOf(access);
    }

    private static Provenance provenance(Fields from) {
        return new Provenance(
                from.word("source", Source.class),
                from.optionalTime("first"),
                from.optionalTime("last"),
                from.optionalNumber("containers", 0, MOST),
                from.optionalNumber("minutes", 0, MOST),
                from.optionalText("note", MAX_TEXT_BYTES));
    }

    private static String path(Fields from, String name) {
        var path = text(from, name);
        check(from, name, path, true);
        if (path.isEmpty()) {
            from.refuse(name, "it is empty");
        }
        return path;
    }

    private static void check(Fields from, String name, String text, boolean path) {
        Pattern.problem(text, path).ifPresent(because -> from.refuse(name, because));
    }

    private static String pattern(Fields from, String name) {
        var pattern = text(from, name);
        check(from, name, pattern, false);
        return pattern;
    }

    private static String text(Fields from, String name) {
        return from.text(name, MAX_TEXT_BYTES);
    }

    private static int port(Fields from) {
        return (int) from.number("port", 0, MAX_PORT);
    }

    /// Writes what `read` reads.
    public static ObjectNode write(Rule rule) {
        var to = Json.object().put("id", rule.id());
        rule.mode().ifPresent(mode -> to.put("mode", mode.word()));
        writeGrant(rule.grant(), to);
        to.set("provenance", writeProvenance(rule.provenance()));
        return to;
    }

    /// A grant alone: the minimal rule that would allow something.
    public static ObjectNode write(Grant grant) {
        return writeGrant(grant, Json.object());
    }

    private static ObjectNode writeGrant(Grant grant, ObjectNode to) {
        return switch (grant) {
            case Grant.Program program -> writeProgram(program, to);
            case Grant.File(var program, var access, var path) -> {
                to.put("program", program);
                var ordered = EnumSet.copyOf(access);
                to.set("access", Json.texts(ordered.stream().map(Word::word).toList()));
                yield to.put("path", path);
            }
            case Grant.Listen(var program, var protocol, var port) ->
                    to.put("program", program).put("protocol", protocol.word()).put("port", port);
            case Grant.Peer(var program, var protocol, var peer, var port) ->
                    to.put("program", program)
                            .put("protocol", protocol.word())
                            .put("peer", peer)
                            .put("port", port);
            case Grant.Name(var name) -> to.put("name", name);
            case Grant.Socket(var program, var family, var type) ->
                    to.put("program", program).put("family", family).put("type", type);
            case Grant.Privilege(var program, var call, var detail) ->
                    to.put("program", program).put("call", call).put("detail", detail);
            case Grant.Unread(var program, var domain, var call) ->
                    to.put("program", program).put("domain", domain.word()).put("call", call);
        };
    }

    private static ObjectNode writeProgram(Grant.Program program, ObjectNode to) {
        to.put("path", program.path());
        to.set("parents", Json.texts(program.parents()));
        var users = to.putArray("users");
        program.users().forEach(users::add);
        program.arguments().ifPresent(patterns -> to.set("arguments", Json.texts(patterns)));
        program.terminal().ifPresent(flag -> to.put("terminal", flag));
        program.outside().ifPresent(flag -> to.put("outside", flag));
        return to;
    }

    private static ObjectNode writeProvenance(Provenance provenance) {
        var to = Json.object().put("source", provenance.source().word());
        provenance.first().ifPresent(time -> to.put("first", Json.time(time)));
        provenance.last().ifPresent(time -> to.put("last", Json.time(time)));
        provenance.containers().ifPresent(number -> to.put("containers", number));
        provenance.minutes().ifPresent(number -> to.put("minutes", number));
        provenance.note().ifPresent(note -> to.put("note", note));
        return to;
    }
}
