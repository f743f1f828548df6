package dev.inlay.e2e.docker;

import dev.inlay.e2e.world.Await;
import dev.inlay.e2e.world.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A container, looked at from outside.
public record Container(Docker docker, String name) {
    /// The command lines of everything that runs in it, as the machine sees them.
    public List<String> processes() {
        return docker.run("top", name, "-eo", "pid,args").text().lines().skip(1).toList();
    }

    /// Whether a file is there, looked up in the container's root from outside.
    public boolean has(String path) {
        return docker.run("cp", name + ":" + path, "-").succeeded();
    }

    /// Runs a program in it, as a person at a keyboard would.
    public Outcome execute(String... command) {
        var arguments = new ArrayList<>(List.of("exec", name));
        arguments.addAll(List.of(command));
        return docker.run(arguments.toArray(String[]::new));
    }

    /// What `docker inspect` answers to a format.
    public String inspect(String format) {
        return docker.run("inspect", "--format", format, name).orFail("inspect " + name).text();
    }

    /// `starting`, `healthy` or `unhealthy`.
    public String health() {
        return inspect("{{.State.Health.Status}}");
    }

    /// Waits for the image's own health check to be content.
    public void awaitHealthy(Duration limit) {
        Await.until(
                name + " to be healthy; its log ends with: " + tail(),
                limit,
                () -> health().equals("healthy"));
    }

    /// Its address in its network.
    public String address() {
        return inspect("{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}");
    }

    /// What it wrote, both streams.
    public String log() {
        return docker.run("logs", name).said();
    }

    /// Waits for it to end.
    ///
    /// @return its exit status
    public int await() {
        return Integer.parseInt(docker.run("wait", name).orFail("wait for " + name).text());
    }

    /// Removes it, running or not.
    public void remove() {
        docker.run("rm", "--force", "--volumes", name);
    }

    private String tail() {
        String log = log();
        return log.substring(Math.max(0, log.length() - 500));
    }
}
