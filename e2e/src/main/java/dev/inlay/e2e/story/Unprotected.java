package dev.inlay.e2e.story;

import dev.inlay.e2e.attack.Listener;
import dev.inlay.e2e.attack.NativeCode;
import dev.inlay.e2e.docker.Container;
import dev.inlay.e2e.shop.Neighbourhood;
import dev.inlay.e2e.shop.Shop;
import dev.inlay.e2e.world.Await;
import java.time.Duration;
import java.util.List;

/// The negative control: without protection every attack of this story works.
final class Unprotected {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Stage stage;
    private final Story story;

    Unprotected(Stage stage, Story story) {
        this.stage = stage;
        this.story = story;
    }

    void play() {
        story.chapter("The original, and what can be done to it");
        story.must("the original starts and serves", this::start);
        story.must("the hole runs a command through a shell", this::shell);
        story.must("the hole reads the signing key and sends it away", this::secret);
        story.must("the hole loads native code that hides itself", this::hidden);
        story.must("the hole reaches the neighbour", this::neighbour);
        story.must(
                "the original is taken down",
                () -> {
                    stage.container.get().remove();
                    return "its port and its name are free again";
                });
    }

    private String start() {
        story.telling().command(Typed.run(stage.shop, stage.original()));
        stage.container.put(stage.shop.start(stage.original()));
        try (var visitor = stage.shop.visitor()) {
            visitor.visit();
        }
        return "healthy; products, an upload and its thumbnail are there";
    }

    private String shell() {
        Container original = stage.container.get();
        stage.shop.attacker().shell("id > /tmp/marker; exec sleep 600");
        Await.until("the marker file", SOON, () -> original.has("/tmp/marker"));
        List<String> running =
                original.processes().stream().filter(p -> p.contains("sleep 600")).toList();
        Seen.that(!running.isEmpty(), "the attacker's process; there is " + original.processes());
        return "/tmp/marker is there, and the machine sees the process " + running.getFirst();
    }

    private String secret() {
        String gateway = stage.network.gateway();
        try (var listener = Listener.on(gateway)) {
            stage.shop.attacker().send(Shop.SECRET_PATH, gateway, listener.port());
            Await.until("the key", SOON, () -> listener.received().contains(Shop.SECRET));
            return "our listener received it, and no process was started";
        }
    }

    private String hidden() {
        Container original = stage.container.get();
        byte[] library =
                NativeCode.library(stage.scene.file("unprotected"), "id > /tmp/hidden-marker");
        stage.shop.attacker().load(library, "/srv/shop/uploads/90001.jpg");
        Await.until("the second marker", SOON, () -> original.has("/tmp/hidden-marker"));
        return "not dumpable, forked, executed: /tmp/hidden-marker is there";
    }

    private String neighbour() {
        stage.shop
                .attacker()
                .say("SET unprotected yes", Neighbourhood.REDIS, Neighbourhood.REDIS_PORT);
        Await.until(
                "the key at the neighbour's",
                SOON,
                () -> stage.neighbourhood.get().atTheNeighbours("unprotected").equals("yes"));
        return "the neighbour's Redis now holds a key of the attacker's";
    }
}
