package dev.inlay.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What an image may do.
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description = "What an image may do, and what happens to what it may not.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            PolicyShowCommand.class,
            PolicyDiffCommand.class,
            PolicyModeCommand.class,
            PolicyReplayCommand.class
        })
final class PolicyCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "name what to do: show, diff, mode or replay");
    }

    /// The image all of these are about.
    static final class Image {
        @Parameters(
                index = "0",
                paramLabel = "IMAGE",
                description = "a reference, a digest or its beginning")
        private String name = "";

        String path(String rest) {
            return "/api/v1/images/" + Client.segment(name) + "/policy" + rest;
        }
    }

    /// What blocking would have stopped.
    static void replay(JsonNode replay) {
        var stopped = replay.path("stopped");
        System.out.printf(
                "Of %s behaviours since %s, blocking would have stopped %d.%n",
                replay.path("judged").asText(), Wording.time(replay.path("since")), stopped.size());
        if (!stopped.isEmpty()) {
            var grid = new Grid("LAST", "COUNT", "BEHAVIOUR", "BECAUSE");
            for (var each : stopped) {
                grid.row(
                        Wording.time(each.path("last")),
                        each.path("count").asText(),
                        Wording.behaviour(each.path("behaviour")),
                        each.path("because").asText());
            }
            grid.print(System.out);
        }
        Wording.unreadable(replay, System.err);
    }

    /// How far the version has come.
    static String applied(JsonNode applied) {
        return "%s of %s running containers hold to version %s"
                .formatted(
                        applied.path("applied").asText(),
                        applied.path("running").asText(),
                        applied.path("version").asText());
    }
}
