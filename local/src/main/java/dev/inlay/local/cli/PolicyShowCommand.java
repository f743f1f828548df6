package dev.inlay.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// One version of a policy.
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "The rules of the version in force, and what each rests on.")
final class PolicyShowCommand implements Callable<Integer> {
    @Mixin private Server server = new Server();
    @Mixin private PolicyCommand.Image image = new PolicyCommand.Image();

    @Option(names = "--version-number", paramLabel = "N", description = "an older version")
    private @Nullable Long version;

    @Override
    public Integer call() {
        var rest = Optional.ofNullable(version).map(number -> "/versions/" + number).orElse("");
        var answer = server.client().get(image.path(rest));
        if (!server.told(answer)) {
            print(answer);
        }
        return Exit.DONE;
    }

    private static void print(JsonNode answer) {
        var policy = answer.path("policy");
        System.out.printf(
                "Version %s of %s, made %s: mode %s; %s.%n%n",
                policy.path("policyVersion").asText(),
                Wording.digest(policy.path("image")),
                Wording.time(policy.path("created")),
                Wording.modes(policy.path("modes")),
                PolicyCommand.applied(answer.path("applied")));
        var grid = new Grid("LIST", "RULE", "FROM", "ALLOWS", "NOTE");
        policy.properties().stream()
                .filter(list -> list.getValue().isArray())
                .forEach(list -> list.getValue().forEach(rule -> row(grid, list.getKey(), rule)));
        grid.print(System.out);
    }

    private static void row(Grid grid, String list, JsonNode rule) {
        grid.row(
                list,
                rule.path("id").asText()
                        + (rule.has("mode") ? " (" + rule.path("mode").asText() + ")" : ""),
                rule.at("/provenance/source").asText(),
                text(rule),
                rule.at("/provenance/note").asText());
    }

    /// The fields that decide, as they are written in the document.
    static String text(JsonNode rule) {
        return rule.propertyStream()
                .filter(field -> !field.getKey().matches("id|mode|provenance"))
                .map(field -> field.getKey() + "=" + value(field.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String value(JsonNode value) {
        return value.isArray() ? "[" + Wording.arguments(value) + "]" : value.asText();
    }
}
