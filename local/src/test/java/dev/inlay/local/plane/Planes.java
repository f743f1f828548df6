package dev.inlay.local.plane;

import dev.inlay.local.ControlPlane;
import dev.inlay.local.Journal;
import dev.inlay.local.UpSettings;
import dev.inlay.registry.Credentials;
import dev.inlay.registry.Distribution;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Real control planes, without a registry.
final class Planes {
    private Planes() {}

    static ControlPlane start(Path data, int port, List<URI> webhooks) {
        var settings =
                new UpSettings(
                        data,
                        port,
                        List.of(),
                        Optional.empty(),
                        "127.0.0.1:1",
                        webhooks,
                        Duration.ofHours(1),
                        data.resolve("no-docker.sock"));
        return ControlPlane.start(
                settings,
                new FakeLayers(),
                registry -> Distribution.of(registry, Credentials.anonymous()),
                new Journal(System.err, InstantSource.system()));
    }

    /// A control plane in a process of its own: says its port, and runs until it is killed.
    static final class Child {
        private Child() {}

        public static void main(String... arguments) throws InterruptedException {
            try (var plane = start(Path.of(arguments[0]), 0, List.of())) {
                System.out.println(plane.port());
                Thread.sleep(Duration.ofHours(1));
            }
        }
    }
}
