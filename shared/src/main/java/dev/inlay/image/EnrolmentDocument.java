package dev.inlay.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.inlay.role.RoleId;
import java.util.List;

/// An enrolment as the catalog stores it, version 1.
final class EnrolmentDocument {
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

    static Enrolment read(String text) {
        var document = JsonTree.object(text.getBytes(UTF_8), "an enrolment of the catalog");
        return new Enrolment(
                new Glob(document.path("repositories").asText()),
                globs(document.path("tags")),
                globs(document.path("exclusions")),
                TagMapping.parse(document.path("mapping").asText()),
                Protection.parse(document.path("protection").asText()),
                document.path("rolls").asBoolean(),
                Start.parse(document.path("start").asText("open")),
                document.path("roles")
                        .valueStream()
                        .map(JsonNode::asText)
                        .map(RoleId::new)
                        .toList());
    }

    private static void write(List<Glob> globs, ArrayNode to) {
        globs.forEach(glob -> to.add(glob.text()));
    }

    private static List<Glob> globs(JsonNode from) {
        return from.valueStream().map(JsonNode::asText).map(Glob::new).toList();
    }
}
