package dev.inlay.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.document.Reading;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.role.RoleId;
import java.util.List;

/// An enrolment as the catalog stores it, version 1.
final class EnrolmentDocument {
    private static final int MAX_BYTES = 300 * 1_024;
    private static final int MAX_ITEMS = 1_000;
    private static final int MAX_TEXT = 1_024;

    private EnrolmentDocument() {}

    static String write(Enrolment enrolment) {
        var document = JsonTree.newObject();
        document.put("version", 1).put("repositories", enrolment.repositories().text());
        write(enrolment.tags(), document.putArray("tags"));
        write(enrolment.exclusions(), document.putArray("exclusions"));
        document.put("mapping", enrolment.mapping().toString())
                .put("protection", enrolment.protection().text())
                .put("rolls", enrolment.rolls())
                .put("start", enrolment.start().text());
        var roles = document.putArray("roles");
        enrolment.roles().forEach(role -> roles.add(role.text()));
        return new String(JsonTree.bytes(document), UTF_8);
    }

    /// Strict: what is missing or odd must not widen what somebody meant.
    ///
    /// @param pattern where it lies
    static Reading<Enrolment> read(String pattern, String text) {
        try {
            return Json.read(text, MAX_BYTES, from -> enrolment(pattern, from));
        } catch (IllegalArgumentException | PermanentFailure e) {
            return new Reading.Malformed<>(String.valueOf(e.getMessage()));
        }
    }

    private static Enrolment enrolment(String pattern, Fields from) {
        from.version(1);
        var repositories = from.text("repositories", MAX_TEXT);
        if (!repositories.equals(pattern)) {
            from.refuse("repositories", "it is another pattern's, '" + repositories + "'");
        }
        return new Enrolment(
                new Glob(pattern),
                globs(from.texts("tags", MAX_ITEMS, MAX_TEXT)),
                globs(from.texts("exclusions", MAX_ITEMS, MAX_TEXT)),
                TagMapping.parse(from.text("mapping", MAX_TEXT)),
                Protection.parse(from.text("protection", MAX_TEXT)),
                from.flag("rolls"),
                from.optionalText("start", MAX_TEXT).map(Start::parse).orElse(Start.OPEN),
                from.optionalTexts("roles", MAX_ITEMS, MAX_TEXT).orElse(List.of()).stream()
                        .map(RoleId::new)
                        .toList());
    }

    private static void write(List<Glob> globs, ArrayNode to) {
        globs.forEach(glob -> to.add(glob.text()));
    }

    private static List<Glob> globs(List<String> from) {
        return from.stream().map(Glob::new).toList();
    }
}
