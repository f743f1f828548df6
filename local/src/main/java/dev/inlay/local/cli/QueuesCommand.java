package dev.inlay.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.document.Json;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What waits to be worked on, and what was given up on.
@Command(
        name = "queues",
        mixinStandardHelpOptions = true,
        description = "What waits to be worked on, and what was given up on and why.")
final class QueuesCommand implements Callable<Integer> {
    @Mixin private Server server = new Server();

    @Option(
            names = "--redrive",
            paramLabel = "QUEUE",
            description = "offer what this queue gave up once more")
    private @Nullable String redrive;

    @Override
    public Integer call() {
        return redrive == null ? list() : redrive(redrive.toUpperCase(Locale.ROOT));
    }

    private int redrive(String queue) {
        var path = "/api/v1/queues/" + Client.segment(queue) + "/redrive";
        var answer = server.client().post(path, Json.object());
        long redriven = answer.path("redriven").asLong();
        if (!server.told(answer)) {
            System.out.println(redriven + " messages of " + queue + " are offered again.");
        }
        return redriven == 0 ? Exit.NOTHING_TO_DO : Exit.DONE;
    }

    private int list() {
        var answer = server.client().get("/api/v1/queues");
        if (server.told(answer)) {
            return Exit.DONE;
        }
        Wording.unreadable(answer, System.err);
        var grid = new Grid("QUEUE", "WAITING", "GIVEN UP", "THE LATEST, BECAUSE");
        for (var queue : answer.path("queues")) {
            grid.row(
                    queue.path("queue").asText(),
                    queue.path("waiting").asText(),
                    queue.path("givenUp").asText(),
                    because(queue));
        }
        grid.print(System.out);
        return Exit.DONE;
    }

    private static String because(JsonNode queue) {
        return Grid.printable(
                queue.at("/latest/0/reason").asText(queue.at("/rejected/0/reason").asText()));
    }
}
