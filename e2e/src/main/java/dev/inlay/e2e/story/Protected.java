package dev.inlay.e2e.story;

import dev.inlay.e2e.attack.Listener;
import dev.inlay.e2e.attack.NativeCode;
import dev.inlay.e2e.docker.Container;
import dev.inlay.e2e.plane.AlertSink;
import dev.inlay.e2e.shop.Neighbourhood;
import dev.inlay.e2e.shop.Shop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The same attacks through the same hole of the same application.
final class Protected {
    private static final Duration ALERT = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Stage stage;
    private final Story story;

    Protected(Stage stage, Story story) {
        this.stage = stage;
        this.story = story;
    }

    void play() {
        story.chapter("The same attacks on the instrumented container");
        story.shows("the attacker's command does not run", this::shell);
        story.shows("the signing key is not sent", this::secret);
        story.shows("hidden native code gets no shell", this::hidden);
        story.shows("the neighbour is not reached", this::neighbour);
        story.shows("the shop still serves", this::serves);
    }

    private String shell() {
        Instant start = Instant.now();
        stage.shop.attacker().shell("id > /tmp/marker; exec sleep 600");
        String alert =
                alerted(
                        start,
                        "id > /tmp/marker; exec sleep 600",
                        "bin/java",
                        "shop.jar",
                        "missing",
                        "blocked");
        Container shop = stage.container.get();
        Seen.that(!shop.has("/tmp/marker"), "no marker file");
        List<String> running =
                shop.processes().stream().filter(process -> process.contains("sleep")).toList();
        Seen.that(running.isEmpty(), "no process of the attacker's, but there is " + running);
        return "no marker, no process; " + alert;
    }

    private String secret() {
        String gateway = stage.network.gateway();
        try (var listener = Listener.on(gateway)) {
            Instant start = Instant.now();
            stage.shop.attacker().send(Shop.SECRET_PATH, gateway, listener.port());
            String alert = alerted(start, gateway, Integer.toString(listener.port()), "blocked");
            Seen.that(
                    listener.received().isEmpty(),
                    "nothing at our listener, but it received " + listener.received());
            return "our listener received nothing; " + alert;
        }
    }

    private String hidden() {
        byte[] library =
                NativeCode.library(stage.scene.file("protected"), "id > /tmp/hidden-marker");
        Instant start = Instant.now();
        stage.shop.attacker().load(library, "/srv/shop/uploads/90002.jpg");
        String alert = alerted(start, "PR_SET_DUMPABLE", "bin/java", "blocked");
        Container shop = stage.container.get();
        Seen.that(!shop.has("/tmp/hidden-marker"), "no second marker file");
        return "it could not hide, and got no shell: no second marker; " + alert;
    }

    private String neighbour() {
        Instant start = Instant.now();
        stage.shop
                .attacker()
                .say("SET protected yes", Neighbourhood.REDIS, Neighbourhood.REDIS_PORT);
        String alert = alerted(start, "" + Neighbourhood.REDIS_PORT, "blocked");
        String found = stage.neighbourhood.get().atTheNeighbours("protected");
        Seen.that(found.isEmpty(), "no key at the neighbour's, but it holds " + found);
        return "the neighbour holds no new key; " + alert;
    }

    private String serves() {
        try (var visitor = stage.shop.visitor()) {
            visitor.visit();
        }
        return "a whole visit, as ever";
    }

    /// Waits longer than it may take, to tell a late alert from a missing one.
    private String alerted(Instant start, String... words) {
        var alert = stage.alerts.await(start, PATIENCE, one -> one.mentions(words));
        Seen.that(
                alert.isPresent(),
                "an alert with %s; there is %s"
                        .formatted(List.of(words), stage.alerts.since(start)));
        return alert.map(found -> told(start, found)).orElseThrow();
    }

    private String told(Instant start, AlertSink.Delivered alert) {
        Duration late = Duration.between(start, alert.at());
        story.telling().says(Alerts.told(alert.alert()));
        Seen.that(late.compareTo(ALERT) <= 0, "the alert within 2 s, it took " + late);
        return "alerted after " + late.toMillis() + " ms";
    }
}
