package dev.inlay.e2e.docker;

import dev.inlay.e2e.world.Command;
import dev.inlay.e2e.world.Outcome;
import dev.inlay.e2e.world.Scene;
import java.nio.file.Path;
import java.util.List;

/// The docker command line, for one scene: everything it makes is labelled and goes with the scene.
public final class Docker {
    private final Scene scene;

    /// Removes what the scene left behind when it is over.
    public Docker(Scene scene) {
        this.scene = scene;
        scene.atTheEnd(
                """
                docker rm -fv $(docker ps -aq --filter label=%1$s)
                docker network rm $(docker network ls -q --filter label=%1$s)\
                """
                        .formatted(scene.label()),
                this::removeEverything);
    }

    /// A network of the scene's own.
    public Network network() {
        String name = scene.name("network");
        run("network", "create", "--label", scene.label(), name).orFail("make a network");
        return new Network(
                name,
                run("network", "inspect", "--format", "{{(index .IPAM.Config 0).Gateway}}", name)
                        .orFail("look at the network")
                        .text());
    }

    /// Starts a container in the background.
    ///
    /// @param options the options of `docker run`, exactly as given, after `--detach` and a label
    public Container start(String name, List<String> options, String image, List<String> command) {
        var outcome = runCommand(List.of("--detach", "--name", name), options, image, command);
        outcome.run().orFail("start " + name + " from " + image);
        return new Container(this, name);
    }

    /// Runs a container to its end and removes it.
    public Outcome runOnce(List<String> options, String image, List<String> command) {
        return runCommand(List.of("--rm"), options, image, command).run();
    }

    /// `docker run` with the scene's label, for the caller to start as it likes.
    public Command runCommand(
            List<String> own, List<String> options, String image, List<String> command) {
        return Command.of("docker", "run", "--label", scene.label())
                .with(own)
                .with(options)
                .with(List.of(image))
                .with(command);
    }

    /// Builds an image from a directory with a Dockerfile; nothing of it may need a network.
    public void build(String image, Path directory, List<String> options) {
        build(image, options, directory.toString(), "");
    }

    /// Builds an image from a Dockerfile that copies nothing.
    public void build(String image, String dockerfile) {
        build(image, List.of(), "-", dockerfile);
    }

    private void build(String image, List<String> options, String context, String dockerfile) {
        Command.of("docker", "build", "--quiet", "--network", "none", "--tag", image)
                .withEnvironment("DOCKER_BUILDKIT", "0")
                .with(List.of("--label", scene.label()))
                .with(options)
                .with(List.of(context))
                .reading(dockerfile)
                .run()
                .orFail("build " + image + " from " + context);
        forget(image);
    }

    /// Gives an image another name and pushes it there.
    ///
    /// @return the digest the registry knows it by
    public String push(String image, String reference) {
        run("tag", image, reference).orFail("name " + image + " " + reference);
        forget(reference);
        run("push", "--quiet", reference).orFail("push " + reference);
        return run("image", "inspect", "--format", "{{join .RepoDigests \"\\n\"}}", reference)
                .orFail("look at " + reference)
                .text()
                .lines()
                .filter(line -> line.startsWith(reference.substring(0, reference.lastIndexOf(':'))))
                .map(line -> line.substring(line.indexOf('@') + 1))
                .findFirst()
                .orElseThrow();
    }

    /// Fetches an image from its registry, to be forgotten with the scene.
    public void pull(String reference) {
        run("pull", "--quiet", reference).orFail("pull " + reference);
        forget(reference);
    }

    /// Any other of its commands.
    public Outcome run(String... arguments) {
        return Command.of("docker").with(List.of(arguments)).run();
    }

    private void forget(String image) {
        scene.atTheEnd(
                "docker image rm --force " + image, () -> run("image", "rm", "--force", image));
    }

    private void removeEverything() {
        remove(run("ps", "--all", "--quiet", "--filter", "label=" + scene.label()), "rm", "-fv");
        remove(
                run("network", "ls", "--quiet", "--filter", "label=" + scene.label()),
                "network",
                "rm");
    }

    private static void remove(Outcome listed, String... how) {
        List<String> ids = listed.text().lines().toList();
        if (!ids.isEmpty()) {
            Command.of("docker").with(List.of(how)).with(ids).run();
        }
    }
}
