package dev.inlay.e2e.story;

import dev.inlay.e2e.docker.Container;
import dev.inlay.e2e.docker.Docker;
import dev.inlay.e2e.docker.Network;
import dev.inlay.e2e.plane.AlertSink;
import dev.inlay.e2e.plane.ControlPlane;
import dev.inlay.e2e.plane.Registry;
import dev.inlay.e2e.shop.Neighbourhood;
import dev.inlay.e2e.shop.Shop;
import dev.inlay.e2e.world.Scene;
import java.nio.file.Path;

/// What the story plays with.
final class Stage {
    /// Where the shop lives in the registry.
    static final String REPOSITORY = "shop/web";

    /// The tag its developers push.
    static final String TAG = "1.0";

    final Scene scene;
    final Docker docker;
    final Network network;
    final Path home;
    final Shop shop;
    final AlertSink alerts;
    final Prop<Registry> registry = new Prop<>("registry");
    final Prop<ControlPlane> plane = new Prop<>("control plane");
    final Prop<Neighbourhood> neighbourhood = new Prop<>("neighbourhood");
    final Prop<String> originalDigest = new Prop<>("original in the registry");
    final Prop<Container> container = new Prop<>("container of the shop");

    Stage(Scene scene, Path home) {
        this.scene = scene;
        this.home = home;
        this.docker = new Docker(scene);
        this.network = docker.network();
        this.shop = Shop.prepare(scene, docker, network);
        this.alerts = AlertSink.open(scene);
    }

    /// The original as developers refer to it.
    String original() {
        return "%s/%s:%s".formatted(registry.get().host(), REPOSITORY, TAG);
    }

    /// The instrumented image beside it.
    String instrumented() {
        return original() + "-inlay";
    }
}
