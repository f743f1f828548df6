package dev.inlay.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What changed between two versions.
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = "What changed between two versions; the last two unless told otherwise.")
final class PolicyDiffCommand implements Callable<Integer> {
    @Mixin private Server server = new Server();
    @Mixin private PolicyCommand.Image image = new PolicyCommand.Image();

    @Option(names = "--from", paramLabel = "N", description = "the earlier version")
    private @Nullable Long from;

    @Option(names = "--to", paramLabel = "N", description = "the later version")
    private @Nullable Long to;

    @Override
    public Integer call() {
        var query = new ArrayList<String>();
        if (from != null) {
            query.add("from=" + from);
        }
        if (to != null) {
            query.add("to=" + to);
        }
        var answer = server.client().get(image.path("/diff?" + String.join("&", query)));
        if (!server.told(answer)) {
            print(answer);
        }
        return Exit.DONE;
    }

    private static void print(JsonNode answer) {
        System.out.printf(
                "From version %s to %s:%n",
                answer.path("from").asText(), answer.path("to").asText());
        answer.path("modes")
                .properties()
                .forEach(domain ->
                        System.out.printf(
                                "  mode of %s: %s → %s%n",
                                domain.getKey(),
                                domain.getValue().path("from").asText(),
                                domain.getValue().path("to").asText()));
        answer.path("removed").forEach(rule -> print("-", rule));
        answer.path("added").forEach(rule -> print("+", rule));
    }

    private static void print(String sign, JsonNode rule) {
        System.out.printf(
                "%s %s %s%n",
                sign, rule.path("list").asText(), PolicyShowCommand.text(rule.path("rule")));
    }
}
