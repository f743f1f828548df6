package dev.inlay.e2e;

import dev.inlay.e2e.world.Await;
import dev.inlay.e2e.world.Child;
import dev.inlay.e2e.world.Command;
import dev.inlay.e2e.world.Outcome;
import dev.inlay.e2e.world.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A containerd of our own, with no Docker before it: what unpacks and starts images on Fargate.
///
/// @param socket where it listens
record Containerd(Path socket) {
    private static final Duration START = Duration.ofSeconds(20);

    /// Starts one that knows no images.
    static Containerd start(Scene scene) throws IOException {
        var containerd = new Containerd(scene.file("containerd.sock"));
        Path settings = scene.file("containerd.toml");
        Files.writeString(
                settings,
                """
                version = 2
                root = "%s"
                state = "%s"
                disabled_plugins = ["io.containerd.grpc.v1.cri"]
                [grpc]
                  address = "%s"
                """
                        .formatted(
                                scene.file("containerd"),
                                scene.file("containerd-state"),
                                containerd.socket()));
        Child process =
                Command.of("containerd", "--config", settings.toString())
                        .start(scene.file("containerd.log"));
        scene.atTheEnd(process.stopTyped(), process::close);
        Await.until(
                "containerd to answer: " + process.written(),
                START,
                () -> containerd.ctr("version").run().succeeded());
        return containerd;
    }

    void pull(String reference) {
        ctr("images", "pull", "--plain-http", reference).run().orFail("pull " + reference);
    }

    /// Runs a container to its end and removes it.
    Outcome runOnce(String id, String reference, List<String> command) {
        return ctr("run", "--rm", reference, id).with(command).run();
    }

    private Command ctr(String... words) {
        return Command.of("ctr", "--address", socket.toString(), "--namespace", "inlay")
                .with(List.of(words));
    }
}
