package dev.inlay.local.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Whether a control plane answers: what a container's health check asks.
@Command(
        name = "health",
        mixinStandardHelpOptions = true,
        description = "Whether the control plane answers; the exit code says it.")
final class HealthCommand implements Callable<Integer> {
    @Mixin private Server server = new Server();

    @Override
    public Integer call() {
        var answer = server.client().get("/api/v1/health");
        if (!server.told(answer)) {
            System.out.println(answer.path("status").asText());
        }
        return Exit.DONE;
    }
}
