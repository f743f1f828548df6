package dev.inlay.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.inlay.coverage.Rollout;
import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.document.Reading;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Enrolment;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Glob;
import dev.inlay.image.Protection;
import dev.inlay.image.Start;
import dev.inlay.image.TagMapping;
import dev.inlay.role.RoleId;
import java.util.List;
import java.util.stream.Stream;

/// Which repositories are instrumented, and how.
final class EnrolmentRoutes {
    private static final int MAX_BODY = 16 * 1_024;
    private static final int MAX_GLOBS = 64;
    private static final int MAX_GLOB = 256;

    private final Enrolments enrolments;
    private final Rollout rollout;

    EnrolmentRoutes(Enrolments enrolments, Rollout rollout) {
        this.enrolments = enrolments;
        this.rollout = rollout;
    }

    Answer list(Request request) {
        var answer = Json.object();
        var all = enrolments.all();
        answer.set("enrolments", Json.list(all.read(), EnrolmentRoutes::write));
        answer.set("unreadable", UnreadableJson.write(all.unreadable()));
        return Answer.ok(answer);
    }

    Answer put(Request request) {
        return switch (read(request.body())) {
            case Reading.Malformed<Enrolment>(var because) ->
                    Problem.malformed("enrolling repositories", because).answer();
            case Reading.Read<Enrolment>(var enrolment) ->
                    rollout.refusal()
                            .filter(_ -> enrolment.rolls())
                            .map(because -> refused(enrolment, because))
                            .orElseGet(() -> put(enrolment));
        };
    }

    private Answer put(Enrolment enrolment) {
        enrolments.put(enrolment);
        return Answer.json(201, write(enrolment));
    }

    private static Answer refused(Enrolment enrolment, String because) {
        return new Problem(
                        409,
                        "rollout-refused",
                        "enrolling " + enrolment.repositories() + " with services rolled",
                        because,
                        "enrol without it; 'inlay coverage' names the exact image to deploy")
                .answer();
    }

    Answer remove(Request request) {
        var pattern = request.parameter("pattern");
        var all = enrolments.all();
        var known =
                Stream.concat(
                                all.read().stream().map(each -> each.repositories().text()),
                                all.unreadable().stream().map(each -> each.key().sort()))
                        .filter(pattern::equals)
                        .findFirst()
                        .flatMap(Glob::parse);
        if (known.isEmpty()) {
            return Problem.notFound(
                            "ending the enrolment of " + pattern,
                            "there is none with exactly this pattern",
                            "'inlay enrol --list' shows them")
                    .answer();
        }
        enrolments.remove(known.get());
        return Answer.empty(204);
    }

    private static Reading<Enrolment> read(String body) {
        try {
            return Json.read(body, MAX_BODY, EnrolmentRoutes::enrolment);
        } catch (IllegalArgumentException | PermanentFailure e) {
            return new Reading.Malformed<>(String.valueOf(e.getMessage()));
        }
    }

    private static Enrolment enrolment(Fields from) {
        return new Enrolment(
                new Glob(from.text("repositories", MAX_GLOB)),
                globs(from, "tags"),
                globs(from, "exclusions"),
                from.optionalText("mapping", MAX_GLOB)
                        .map(TagMapping::parse)
                        .orElse(TagMapping.BESIDE),
                from.optionalText("mode", MAX_GLOB)
                        .map(Protection::parse)
                        .orElse(Protection.RECORD),
                from.optionalFlag("roll"),
                from.optionalText("start", MAX_GLOB).map(Start::parse).orElse(Start.OPEN),
                from.optionalTexts("roles", MAX_GLOBS, MAX_GLOB).orElse(List.of()).stream()
                        .map(RoleId::new)
                        .toList());
    }

    private static List<Glob> globs(Fields from, String name) {
        return from.optionalTexts(name, MAX_GLOBS, MAX_GLOB).orElse(List.of()).stream()
                .map(Glob::new)
                .toList();
    }

    private static ObjectNode write(Enrolment enrolment) {
        var to = Json.object().put("repositories", enrolment.repositories().text());
        to.set("tags", Json.list(enrolment.tags(), EnrolmentRoutes::text));
        to.set("exclusions", Json.list(enrolment.exclusions(), EnrolmentRoutes::text));
        to.set("roles", Json.texts(enrolment.roles().stream().map(RoleId::text).toList()));
        return to.put("mapping", enrolment.mapping().toString())
                .put("mode", enrolment.protection().text())
                .put("roll", enrolment.rolls())
                .put("start", enrolment.start().text());
    }

    private static TextNode text(Glob glob) {
        return TextNode.valueOf(glob.text());
    }
}
