package dev.inlay.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.document.Json;
import dev.inlay.image.Protection;
import dev.inlay.image.Start;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which repositories are instrumented.
@Command(
        name = "enrol",
        mixinStandardHelpOptions = true,
        description = "Instrument what is pushed to the repositories that match, from now on.")
final class EnrolCommand implements Callable<Integer> {
    @Mixin private Server server = new Server();

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    /// One of both.
    static final class What {
        @Parameters(
                paramLabel = "PATTERN",
                description = "repositories; * stands for anything (shop/*)")
        private @Nullable String pattern;

        @Option(names = "--list", description = "show the enrolments there are")
        private boolean list;
    }

    @Option(
            names = "--tags",
            paramLabel = "GLOB",
            description = "only these tags; may be repeated (default: all)")
    private List<String> tags = List.of();

    @Option(
            names = {"--exclude", "--except"},
            paramLabel = "GLOB",
            description =
                    "leave these repositories (shop/db*) or images (*:*-debug) alone; may be repeated")
    private List<String> exclusions = List.of();

    @Option(
            names = "--map",
            paramLabel = "FROM=TO",
            description = "tag of the instrumented image (default: *=*-inlay, beside the original)")
    private @Nullable String mapping;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "once settled: record (default) or block")
    private Protection mode = Protection.RECORD;

    @Option(
            names = "--start",
            paramLabel = "START",
            description =
                    "open (default): applications start even where nothing can be stopped;"
                            + " protected: then they do not")
    private Start start = Start.OPEN;

    @Option(
            names = "--roll",
            description =
                    "have services that run the original deploy the instrumented image (on AWS)")
    private boolean roll;

    @Option(
            names = "--role",
            paramLabel = "ID",
            description =
                    "unique id of a task role whose containers may speak for these images (AROA…); may be repeated")
    private List<String> roles = List.of();

    @Option(names = "--remove", description = "end the enrolment; what is instrumented stays")
    private boolean remove;

    @Override
    public Integer call() {
        if (what.list || what.pattern == null) {
            return list();
        }
        return remove ? remove(what.pattern) : enrol(what.pattern);
    }

    private int list() {
        var answer = server.client().get("/api/v1/enrolments");
        if (!server.told(answer)) {
            Wording.unreadable(answer, System.err);
            grid(answer.path("enrolments"));
        }
        return Exit.DONE;
    }

    private int remove(String pattern) {
        server.client().delete("/api/v1/enrolments/" + Client.segment(pattern));
        if (!server.json()) {
            System.out.println("No longer enrolled: " + pattern);
        }
        return Exit.DONE;
    }

    private int enrol(String pattern) {
        var enrolment =
                Json.object()
                        .put("repositories", pattern)
                        .put("mode", mode.text())
                        .put("roll", roll)
                        .put("start", start.text());
        enrolment.set("tags", Json.texts(tags));
        enrolment.set("exclusions", Json.texts(exclusions));
        enrolment.set("roles", Json.texts(roles));
        if (mapping != null) {
            enrolment.put("mapping", mapping);
        }
        var answer = server.client().post("/api/v1/enrolments", enrolment);
        if (!server.told(answer)) {
            grid(Json.list(List.of(answer), each -> each));
        }
        return Exit.DONE;
    }

    private static void grid(JsonNode enrolments) {
        var grid =
                new Grid(
                        "REPOSITORIES",
                        "TAGS",
                        "EXCEPT",
                        "MAPPING",
                        "ONCE SETTLED",
                        "ROLLS",
                        "START",
                        "ROLES");
        for (var enrolment : enrolments) {
            grid.row(
                    enrolment.path("repositories").asText(),
                    Wording.texts(enrolment.path("tags")),
                    Wording.texts(enrolment.path("exclusions")),
                    enrolment.path("mapping").asText(),
                    enrolment.path("mode").asText(),
                    enrolment.path("roll").asBoolean() ? "yes" : "",
                    enrolment.path("start").asText(),
                    Wording.texts(enrolment.path("roles")));
        }
        grid.print(System.out);
    }
}
