package dev.inlay.e2e.plane;

import dev.inlay.e2e.docker.Network;
import dev.inlay.e2e.world.Child;
import dev.inlay.e2e.world.Scene;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// `./inlay up` in a process of its own, with its data in the scene's directory. It can be killed
/// and started again on the same data and the same port.
public final class ControlPlane {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Pattern READY = Pattern.compile("sensors +report to");

    private final Scene scene;
    private final List<String> arguments;
    private final int port;
    private final Path data;
    private Child process;
    private int starts;

    private ControlPlane(Scene scene, List<String> arguments, int port, Path data) {
        this.scene = scene;
        this.arguments = arguments;
        this.port = port;
        this.data = data;
        this.process = launch();
        scene.atTheEnd(process.stopTyped(), () -> process.close());
    }

    /// Starts one that containers of the network can reach.
    ///
    /// @param port where it listens, on loopback and at the network's gateway
    /// @param registry the registry it works on, `host:port`
    /// @param webhook where it delivers alerts
    public static ControlPlane start(
            Scene scene, Network network, int port, String registry, URI webhook) {
        Path data = scene.file("data");
        var arguments =
                List.of(
                        "up",
                        "--port",
                        Integer.toString(port),
                        "--listen",
                        network.gateway(),
                        "--registry",
                        registry,
                        "--data",
                        data.toString(),
                        "--webhook",
                        webhook.toString());
        return new ControlPlane(scene, arguments, port, data);
    }

    /// The command a person would have typed.
    public String typed() {
        return "./inlay " + String.join(" ", arguments);
    }

    /// Where people reach it.
    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// Where a registry tells the one at a port of pushes.
    public static URI notifications(int port) {
        return URI.create("http://127.0.0.1:" + port + "/registry/notifications");
    }

    /// The command line, pointed at it.
    public InlayCommand inlay() {
        return new InlayCommand(
                List.of("--server", address().toString(), "--data", data.toString()));
    }

    /// What it has written since its last start.
    public String log() {
        return process.written();
    }

    /// SIGKILL: whatever is only in its memory is gone.
    public void kill() {
        process.kill();
    }

    /// Starts it again after it was killed.
    public void startAgain() {
        process = launch();
    }

    private Child launch() {
        starts++;
        Child child =
                new InlayCommand(List.of())
                        .killable(scene.file(""), arguments)
                        .start(scene.file("control-plane-" + starts + ".log"));
        child.awaitWritten(READY, START);
        return child;
    }
}
