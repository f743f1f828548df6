package dev.inlay.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// What runs without being watched.
@Command(
        name = "coverage",
        mixinStandardHelpOptions = true,
        description =
                "What runs without a sensor or with one that is silent, and the exact image to deploy.")
final class CoverageCommand implements Callable<Integer> {
    @Mixin private Server server = new Server();

    @Override
    public Integer call() {
        var answer = server.client().get("/api/v1/coverage");
        if (server.told(answer)) {
            return Exit.DONE;
        }
        Wording.unreadable(answer, System.err);
        System.out.println(looked(answer.path("looked")));
        for (var gap : answer.path("gaps")) {
            tell(gap);
        }
        return Exit.DONE;
    }

    private static String looked(JsonNode looked) {
        if (looked.isMissingNode()) {
            return "Nobody has looked yet; try again in a minute.";
        }
        var watched = looked.path("watched").asText();
        var unwatched = looked.path("unwatched").asText();
        return looked.path("known").asBoolean()
                ? "%s: %s containers are watched, %s are not, %s are of no enrolled repository."
                        .formatted(
                                Wording.time(looked.path("at")),
                                watched,
                                unwatched,
                                looked.path("foreign").asText())
                : "%s: %s sensors report, %s fell silent. Nobody here can say what else runs: no Docker socket may be read."
                        .formatted(Wording.time(looked.path("at")), watched, unwatched);
    }

    private static void tell(JsonNode gap) {
        System.out.println();
        System.out.println(
                Grid.printable(
                        "%s  %s (%s, since %s)"
                                .formatted(
                                        gap.path("cause").asText(),
                                        gap.path("where").asText(),
                                        number(gap.path("count").asLong()),
                                        Wording.time(gap.path("first")))));
        System.out.println(Grid.printable("    image   " + gap.path("reference").asText()));
        System.out.println(Grid.printable("    because " + gap.path("because").asText()));
        if (gap.has("deploy")) {
            System.out.println(
                    Grid.printable("    deploy  " + gap.at("/deploy/reference").asText()));
        }
        if (gap.has("refused")) {
            System.out.println(Grid.printable("    not rolled: " + gap.path("refused").asText()));
        } else if (gap.has("rolled")) {
            System.out.println("    rolled to " + Wording.digest(gap.path("rolled")));
        }
    }

    private static String number(long tasks) {
        return tasks == 0 ? "none runs now" : tasks + " of it";
    }
}
