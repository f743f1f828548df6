package dev.inlay.e2e;

import dev.inlay.e2e.docker.BaseImage;
import dev.inlay.e2e.docker.Docker;
import dev.inlay.e2e.docker.Network;
import dev.inlay.e2e.docker.Terminal;
import dev.inlay.e2e.plane.AlertSink;
import dev.inlay.e2e.plane.ControlPlane;
import dev.inlay.e2e.plane.Registry;
import dev.inlay.e2e.world.Await;
import dev.inlay.e2e.world.Scene;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// One installation for all tests of a run: they differ in their images, so they do not get into
/// each other's way. It starts with the first test that wants it and ends with the machine that
/// runs them.
final class Works {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Works SHARED = new Works("inlay-e2e");

    private final Scene scene;
    private final Docker docker;
    private final Network network;
    private final Path home = Home.directory();
    private final Registry registry;
    private final AlertSink alerts;
    private final ControlPlane plane;

    private Works(String purpose) {
        scene = Scene.begin(purpose);
        docker = new Docker(scene);
        network = docker.network();
        int port = Scene.freePort();
        int planePort = Scene.freePort();
        alerts = AlertSink.open(scene);
        registry = Registry.start(scene, port, ControlPlane.notifications(planePort));
        plane = ControlPlane.start(scene, network, planePort, registry.host(), alerts.address());
        plane.inlay().run("enrol", "works/*").orFail("enrol works/*");
    }

    /// The one that all share.
    static Works shared() {
        return SHARED;
    }

    /// One that nobody shares, for a test that breaks it.
    static Works alone(String purpose) {
        return new Works(purpose);
    }

    Scene scene() {
        return scene;
    }

    Docker docker() {
        return docker;
    }

    Network network() {
        return network;
    }

    Registry registry() {
        return registry;
    }

    AlertSink alerts() {
        return alerts;
    }

    ControlPlane plane() {
        return plane;
    }

    /// An image built on a base image. Its label makes it one of its own: images that are equal are
    /// one to the product, and share their behaviour.
    ///
    /// @param dockerfile what follows `FROM`
    String image(String name, String base, String dockerfile) {
        String image = scene.name(name + ":1");
        String from = BaseImage.named(home, base);
        docker.build(image, "FROM %s\nLABEL name=%s\n%s\n".formatted(from, name, dockerfile));
        return image;
    }

    /// The instrumented image of one that Docker knows: pushed, instrumented by itself, pulled.
    String instrumented(String image) {
        String repository = "works/" + image.substring(0, image.indexOf(':'));
        String reference = registry.host() + "/" + repository + ":1";
        docker.push(image, reference);
        awaitInstrumented(reference);
        docker.pull(reference + "-inlay");
        return reference + "-inlay";
    }

    /// The instrumented image of one that was pushed, as soon as it is there.
    String awaitInstrumented(String reference) {
        String repository =
                reference.substring(reference.indexOf('/') + 1, reference.lastIndexOf(':'));
        Await.until(
                reference + "-inlay; the control plane says: " + plane.log(),
                SOON,
                () -> registry.manifest(repository, "1-inlay").statusCode() == 200);
        return reference + "-inlay";
    }

    /// `docker run -it`, at a terminal.
    Terminal terminal(String image, String... command) {
        var run = docker.runCommand(List.of("--rm", "-it"), List.of(), image, List.of(command));
        return Terminal.open(scene.file("terminal-" + System.nanoTime()), run);
    }
}
