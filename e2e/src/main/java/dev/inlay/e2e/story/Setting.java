package dev.inlay.e2e.story;

import dev.inlay.e2e.plane.ControlPlane;
import dev.inlay.e2e.plane.Registry;
import dev.inlay.e2e.shop.Neighbourhood;
import dev.inlay.e2e.world.Scene;

/// A registry, a control plane, and an image that becomes two without anybody touching it.
final class Setting {
    private final Stage stage;
    private final Story story;

    Setting(Stage stage, Story story) {
        this.stage = stage;
        this.story = story;
    }

    void play() {
        int registryPort = Scene.freePort();
        int planePort = Scene.freePort();
        story.chapter("A registry, a control plane, a repository");
        story.must(
                "a container registry starts",
                () -> {
                    var notified = ControlPlane.notifications(planePort);
                    var registry =
                            stage.registry.put(Registry.start(stage.scene, registryPort, notified));
                    return registry.host() + ", empty; it tells of pushes at " + notified;
                });
        story.must("the control plane starts", () -> startPlane(planePort));
        story.must(
                "the shop's database and a neighbour start, the shop's developers build its image",
                () -> {
                    stage.neighbourhood.put(
                            Neighbourhood.settle(
                                    stage.scene, stage.docker, stage.network, stage.home));
                    return "PostgreSQL with four products, a Redis that is none of the shop's"
                            + " business, a Struts 2.3.31 on a JRE 17";
                });
        story.must("the operator enrols the repository", this::enrol);
        story.must("a developer pushes the shop", this::push);
        story.must("the instrumented image appears beside it, by itself", this::appears);
    }

    private String startPlane(int port) {
        var plane =
                ControlPlane.start(
                        stage.scene,
                        stage.network,
                        port,
                        stage.registry.get().host(),
                        stage.alerts.address());
        stage.plane.put(plane);
        story.telling().command(plane.typed());
        return "it answers at " + plane.address();
    }

    private String enrol() {
        story.telling().command("./inlay enrol 'shop/*'");
        return stage.plane.get().inlay().run("enrol", "shop/*").orFail("enrol shop/*").text();
    }

    private String push() {
        story.telling().command("docker push " + stage.original());
        String digest = stage.docker.push(stage.neighbourhood.get().image(), stage.original());
        stage.originalDigest.put(digest);
        return "the registry has " + Stage.TAG + " as " + digest;
    }

    private String appears() {
        story.telling().command("./inlay wait " + stage.original());
        stage.plane
                .get()
                .inlay()
                .run("wait", stage.original())
                .orFail("wait for " + stage.original());
        var registry = stage.registry.get();
        String digest = registry.digest(Stage.REPOSITORY, Stage.TAG + "-inlay");
        String original = registry.digest(Stage.REPOSITORY, Stage.TAG);
        Seen.that(digest.startsWith("sha256:"), "the tag " + Stage.TAG + "-inlay, not " + digest);
        Seen.that(
                original.equals(stage.originalDigest.get()),
                "the original unchanged; it is now " + original);
        return "%s-inlay is %s; %s is still %s".formatted(Stage.TAG, digest, Stage.TAG, original);
    }
}
