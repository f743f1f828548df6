package dev.inlay.local.cli;

import dev.inlay.document.Json;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.instrument.PackagedSensorLayers;
import dev.inlay.local.ControlPlane;
import dev.inlay.local.Journal;
import dev.inlay.local.UpSettings;
import dev.inlay.local.keys.KeyRing;
import dev.inlay.registry.PutRate;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs the control plane until it is told to end.
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Run the control plane on this machine, until Ctrl-C.")
final class UpCommand implements Callable<Integer> {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "(default: ${DEFAULT-VALUE})",
            defaultValue = "8080")
    private int port = 8080;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "where everything is kept (default: ${DEFAULT-VALUE})",
            defaultValue = "${sys:user.home}/.local/share/inlay")
    private Path data = Path.of("");

    @Option(
            names = "--registry",
            paramLabel = "HOST:PORT",
            description =
                    "the registry that is watched (default: INLAY_REGISTRY, or localhost:5000)",
            defaultValue = "${env:INLAY_REGISTRY:-localhost:5000}")
    private String registry = "";

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            description = "also on this address; containers need one (Docker's bridge: 172.17.0.1)")
    private List<String> listen = List.of();

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description =
                    "what sensors are told to report to (default: INLAY_ENDPOINT, or the first --listen)",
            defaultValue = "${env:INLAY_ENDPOINT:-" + Option.NULL_VALUE + "}")
    private @Nullable URI endpoint;

    @Option(
            names = "--webhook",
            paramLabel = "URL",
            description = "post alerts there; may be repeated")
    private List<URI> webhooks = List.of();

    @Option(
            names = "--sweep",
            paramLabel = "SECONDS",
            description = "look for missed pushes this often (default: ${DEFAULT-VALUE})",
            defaultValue = "60")
    private long sweep = 60;

    @Option(
            names = "--docker",
            paramLabel = "SOCKET",
            description = "ask this engine what runs, if it may be (default: ${DEFAULT-VALUE})",
            defaultValue = "/var/run/docker.sock")
    private Path docker = Path.of("");

    @Option(
            names = "--puts-per-second",
            paramLabel = "N",
            description =
                    "put no more manifests into the registry than this (default: 4 for ECR, which takes 10 from a whole account; no limit for others)")
    private @Nullable Double puts;

    @Option(names = "--json", description = "tell where it listens as JSON")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        var settings =
                new UpSettings(
                        data,
                        port,
                        listen,
                        Optional.ofNullable(endpoint),
                        registry,
                        webhooks,
                        Duration.ofSeconds(sweep),
                        docker);
        var journal = new Journal(System.err, InstantSource.system());
        var end = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        var rate = Optional.ofNullable(puts).map(UpCommand::rate);
        try (var plane =
                ControlPlane.start(
                        settings,
                        new PackagedSensorLayers(),
                        host -> Registries.at(host, rate),
                        journal)) {
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().unstarted(() -> awaitEnd(end, ended)));
            tell(plane);
            end.await();
            journal.tell("finishing what was begun");
        } finally {
            ended.countDown();
        }
        return Exit.DONE;
    }

    private static PutRate rate(double perSecond) {
        try {
            return PutRate.of(perSecond);
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(
                    "rate-refused", "reading --puts-per-second: " + e.getMessage(), e);
        }
    }

    /// The virtual machine waits for this, and this for the end of what was begun.
    private static void awaitEnd(CountDownLatch end, CountDownLatch ended) {
        end.countDown();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(ControlPlane plane) {
        var server = "http://127.0.0.1:" + plane.port();
        if (json) {
            System.out.println(
                    Json.object()
                            .put("server", server)
                            .put("endpoint", plane.endpoint().toString())
                            .put("token", plane.token())
                            .put("registry", registry));
            return;
        }
        System.out.printf(
                """
                Inlay listens on %s
                  token       %s
                              (kept in %s; commands on this machine find it there)
                  registry    %s, its notifications go to %s/registry/notifications
                  sensors     report to %s
                """,
                server, plane.token(), KeyRing.tokenFile(data), registry, server, plane.endpoint());
        if (plane.endpoint().getHost().equals("127.0.0.1")) {
            System.out.println(
                    "              which containers reach only with --network host: add --listen");
        }
    }
}
