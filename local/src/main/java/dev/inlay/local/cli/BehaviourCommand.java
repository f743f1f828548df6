package dev.inlay.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// What is normal for an image.
@Command(
        name = "behaviour",
        mixinStandardHelpOptions = true,
        description = "What is normal for an image, and how sure that is.")
final class BehaviourCommand implements Callable<Integer> {
    @Mixin private Server server = new Server();

    @Parameters(paramLabel = "IMAGE", description = "a reference, a digest or its beginning")
    private String image = "";

    @Override
    public Integer call() {
        var answer = server.client().get("/api/v1/images/" + Client.segment(image) + "/behaviour");
        if (server.told(answer)) {
            return Exit.DONE;
        }
        Wording.unreadable(answer, System.err);
        var watched = answer.path("watched");
        System.out.printf(
                "%s: %s containers, %s to %s%n%n",
                watched.path("source").asText(answer.path("image").asText()),
                watched.path("containers").asText("0"),
                Wording.time(watched.path("first")),
                Wording.time(watched.path("last")));
        confidence(answer.path("confidence"));
        unseen(watched).ifPresent(System.out::println);
        System.out.println();
        behaviours(answer.path("behaviours"));
        return Exit.DONE;
    }

    /// What no estimate can say: a minute is like those before it, a container's last is not.
    static Optional<String> unseen(JsonNode watched) {
        return watched.path("ended").asBoolean()
                ? Optional.empty()
                : Optional.of(
                        "no container's end was seen yet: what the application does only as it"
                                + " stops will be new");
    }

    private static void confidence(JsonNode domains) {
        var grid = new Grid("DOMAIN", "KNOWN", "NEXT MINUTE NEW", "SETTLED", "STILL MISSING");
        for (var domain : domains) {
            grid.row(
                    domain.path("domain").asText(),
                    domain.path("behaviours").asText(),
                    String.format(Locale.ROOT, "%.1f %%", domain.path("unseen").asDouble() * 100),
                    domain.path("settled").asBoolean() ? "yes" : "no",
                    Wording.texts(domain.path("missing")));
        }
        grid.print(System.out);
    }

    private static void behaviours(JsonNode behaviours) {
        var grid = new Grid("LAST", "DOMAIN", "COUNT", "MINUTES", "CONTAINERS", "BEHAVIOUR");
        for (var entry : behaviours) {
            grid.row(
                    Wording.time(entry.path("last")),
                    entry.path("domain").asText(),
                    entry.path("count").asText(),
                    entry.path("minutes").asText(),
                    entry.path("containers").asText(),
                    Wording.behaviour(entry.path("behaviour")));
        }
        grid.print(System.out);
    }
}
