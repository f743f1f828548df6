package dev.inlay.local.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// What runs.
@Command(
        name = "containers",
        mixinStandardHelpOptions = true,
        description = "The containers that were heard of lately.")
final class ContainersCommand implements Callable<Integer> {
    @Mixin private Server server = new Server();

    @Parameters(
            arity = "0..1",
            paramLabel = "IMAGE",
            description = "only those of this image: a reference or a digest")
    private @Nullable String image;

    @Override
    public Integer call() {
        var query = Optional.ofNullable(image).map(name -> "?image=" + Client.segment(name));
        var answer = server.client().get("/api/v1/containers" + query.orElse(""));
        if (server.told(answer)) {
            return Exit.DONE;
        }
        Wording.unreadable(answer, System.err);
        var grid =
                new Grid(
                        "CONTAINER",
                        "IMAGE",
                        "HOST",
                        "STATE",
                        "TIER",
                        "POLICY",
                        "MODE",
                        "HEARD",
                        "REFUSED");
        for (var container : answer.path("containers")) {
            grid.row(
                    container.path("session").asText(),
                    container.path("source").asText(),
                    container.at("/container/hostname").asText(),
                    container.path("state").asText(),
                    container.at("/sensor/tier").asText(),
                    container.at("/policy/version").asText(),
                    Wording.modes(container.at("/policy/modes")),
                    Wording.time(container.path("lastHeard")),
                    container.at("/policy/refused").asText());
        }
        if (grid.isEmpty()) {
            System.out.println("No container was heard of: run an instrumented image.");
            return Exit.DONE;
        }
        grid.print(System.out);
        return Exit.DONE;
    }
}
