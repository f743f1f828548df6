package dev.inlay.e2e.shop;

import dev.inlay.e2e.attack.Attacker;
import dev.inlay.e2e.attack.StrutsHole;
import dev.inlay.e2e.docker.Container;
import dev.inlay.e2e.docker.Docker;
import dev.inlay.e2e.docker.Network;
import dev.inlay.e2e.world.Scene;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The shop as its operators run it: one `docker run`, whatever the image.
///
/// @param name the container's name
/// @param port where this machine sees it, on loopback
/// @param secret the file that is mounted as its signing key
public record Shop(Docker docker, Network network, String name, int port, Path secret) {
    /// What the shop's signing key holds.
    public static final String SECRET = "the-shop's-signing-key-8c1f";

    /// Where the shop finds it.
    public static final String SECRET_PATH = "/run/secrets/shop-signing-key";

    private static final Duration START = Duration.ofSeconds(90);

    /// Prepares everything but the container itself.
    public static Shop prepare(Scene scene, Docker docker, Network network) {
        Path secret = scene.file("shop-signing-key");
        try {
            Files.writeString(secret, SECRET);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Shop(docker, network, scene.name("shop"), Scene.freePort(), secret);
    }

    /// The options of `docker run`: the same for the original and for the instrumented image.
    public List<String> options() {
        return List.of(
                "--network",
                network.name(),
                "--publish",
                "127.0.0.1:" + port + ":8080",
                "--volume",
                secret + ":" + SECRET_PATH + ":ro");
    }

    /// Starts it from an image and waits for the image's own health check.
    public Container start(String image) {
        Container container = docker.start(name, options(), image, List.of());
        container.awaitHealthy(START);
        return container;
    }

    /// Somebody who comes to buy.
    public ShopVisitor visitor() {
        return new ShopVisitor(URI.create("http://127.0.0.1:" + port + "/"));
    }

    /// Somebody who does not.
    public Attacker attacker() {
        return new Attacker(
                new StrutsHole(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
    }
}
