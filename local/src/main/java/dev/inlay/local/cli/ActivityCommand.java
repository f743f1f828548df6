package dev.inlay.local.cli;

import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// What one container does.
@Command(
        name = "activity",
        mixinStandardHelpOptions = true,
        description = "What one container does, the latest first.")
final class ActivityCommand implements Callable<Integer> {
    @Mixin private Server server = new Server();

    @Parameters(paramLabel = "CONTAINER", description = "its session, or the beginning of it")
    private String session = "";

    @Override
    public Integer call() {
        var answer =
                server.client().get("/api/v1/containers/" + Client.segment(session) + "/activity");
        if (server.told(answer)) {
            return Exit.DONE;
        }
        var grid = new Grid("LAST", "DOMAIN", "VERDICTS", "BEHAVIOUR");
        for (var entry : answer.path("activity")) {
            var last =
                    entry.path("verdicts")
                            .valueStream()
                            .map(tally -> Wording.time(tally.path("last")))
                            .max(String::compareTo)
                            .orElse("");
            grid.row(
                    last,
                    entry.path("domain").asText(),
                    entry.path("verdicts")
                            .propertyStream()
                            .map(each ->
                                    each.getValue().path("count").asText() + " " + each.getKey())
                            .collect(Collectors.joining(", ")),
                    Wording.behaviour(entry.path("behaviour")));
        }
        grid.print(System.out);
        return Exit.DONE;
    }
}
