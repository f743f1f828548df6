package dev.inlay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.e2e.attack.Listener;
import dev.inlay.e2e.attack.NativeCode;
import dev.inlay.e2e.docker.Container;
import dev.inlay.e2e.docker.Docker;
import dev.inlay.e2e.docker.Network;
import dev.inlay.e2e.shop.Neighbourhood;
import dev.inlay.e2e.shop.Shop;
import dev.inlay.e2e.world.Await;
import dev.inlay.e2e.world.Scene;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The negative control of every protection: on the image as its developers built it each attack
/// works.
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrutsHoleTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Scene scene = Scene.begin("inlay-hole");
    private final Docker docker = new Docker(scene);
    private final Network network = docker.network();
    private final Shop shop = Shop.prepare(scene, docker, network);
    private Neighbourhood neighbourhood;
    private Container original;

    @BeforeAll
    void start() {
        neighbourhood = Neighbourhood.settle(scene, docker, network, Home.directory());
        original = shop.start(neighbourhood.image());
    }

    @AfterAll
    void end() {
        scene.close();
    }

    @Test
    void servesAnOrdinaryVisitor() {
        try (var visitor = shop.visitor()) {
            visitor.visit();
        }
    }

    @Test
    void startsTheAttackersShell() {
        shop.attacker().shell("echo was-here > /tmp/marker; exec sleep 600");

        Await.until("the marker file", SOON, () -> original.has("/tmp/marker"));
        assertThat(original.processes()).anyMatch(process -> process.endsWith("sleep 600"));
    }

    @Test
    void sendsTheSecretWithoutStartingAnything() {
        try (var listener = Listener.on(network.gateway())) {
            shop.attacker().send(Shop.SECRET_PATH, network.gateway(), listener.port());

            Await.until("the secret", SOON, () -> listener.received().contains(Shop.SECRET));
        }
    }

    @Test
    void loadsNativeCodeThatHidesItself() {
        byte[] library = NativeCode.library(scene.file("native"), "echo was-here > /tmp/hidden");

        shop.attacker().load(library, "/srv/shop/uploads/90001.jpg");

        Await.until("the hidden marker", SOON, () -> original.has("/tmp/hidden"));
    }

    @Test
    void reachesTheNeighbour() {
        shop.attacker().say("SET marker was-here", Neighbourhood.REDIS, Neighbourhood.REDIS_PORT);

        Await.until(
                "the key at the neighbour's",
                SOON,
                () -> neighbourhood.atTheNeighbours("marker").equals("was-here"));
    }
}
