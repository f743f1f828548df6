package dev.inlay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.e2e.docker.Container;
import dev.inlay.e2e.docker.Docker;
import dev.inlay.e2e.plane.InlayCommand;
import dev.inlay.e2e.world.Scene;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The control plane as a container, as docs/operations.md starts it: `./inlay build image` made
/// the archive.
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlPlaneImageTest {
    private static final String IMAGE = "inlay/control-plane:0.1.0";
    private static final Duration SOON = Duration.ofSeconds(90);

    private final Scene scene = Scene.begin("inlay-image");
    private final Docker docker = new Docker(scene);
    private final String volume = scene.name("data");
    private final int port = Scene.freePort();

    @BeforeAll
    void load() {
        scene.atTheEnd("docker volume rm " + volume, () -> docker.run("volume", "rm", volume));
        var archive = Home.directory().resolve("target/image/control-plane.tar").toString();
        docker.run("load", "--quiet", "--input", archive).orFail("load " + archive);
        docker.run("volume", "create", "--label", scene.label(), volume).orFail("make a volume");
    }

    @AfterAll
    void end() {
        scene.close();
    }

    private Container start(String name) {
        var container =
                docker.start(
                        scene.name(name),
                        List.of(
                                "--publish",
                                "127.0.0.1:" + port + ":8080",
                                "--volume",
                                volume + ":/var/lib/inlay",
                                "--read-only",
                                "--cap-drop",
                                "ALL",
                                "--env",
                                "INLAY_ENDPOINT=http://127.0.0.1:" + port,
                                "--env",
                                "INLAY_REGISTRY=127.0.0.1:1"),
                        IMAGE,
                        List.of());
        container.awaitHealthy(SOON);
        return container;
    }

    private InlayCommand inlay(Container container) {
        String token =
                container
                        .log()
                        .lines()
                        .filter(line -> line.strip().startsWith("token"))
                        .findFirst()
                        .orElseThrow()
                        .replaceFirst("^ *token *", "")
                        .strip();
        return new InlayCommand(List.of("--server", "http://127.0.0.1:" + port, "--token", token));
    }

    @Test
    void keepsItsDataInItsVolumeAndRunsAsNobody() {
        Container first = start("first");
        inlay(first).run("enrol", "shop/*").orFail("enrol");
        assertThat(first.inspect("{{.Config.User}}")).isEqualTo("65532:65532");
        assertThat(docker.run("top", first.name(), "-eo", "uid,pid").text().lines().skip(1))
                .isNotEmpty()
                .allMatch(process -> process.strip().startsWith("65532"));
        assertThat(docker.run("stop", first.name()).succeeded()).isTrue();
        assertThat(first.inspect("{{.State.ExitCode}}")).isIn("0", "143");
        first.remove();

        Container second = start("second");
        JsonNode enrolments = inlay(second).ask("enrol", "--list").path("enrolments");
        assertThat(enrolments).hasSize(1);
        assertThat(enrolments.at("/0/repositories").asText()).isEqualTo("shop/*");
        second.remove();
    }

    @Test
    void hasNoShellAndSaysWhatItNeeds() {
        var shell = docker.runOnce(List.of("--entrypoint", "/bin/sh"), IMAGE, List.of("-c", "id"));
        assertThat(shell.succeeded()).isFalse();

        var without = docker.runOnce(List.of(), IMAGE, List.of());
        assertThat(without.succeeded()).isFalse();
        assertThat(without.said()).contains("--endpoint");
    }

    @Test
    void fallsIllWhenItDoesNotAnswer() {
        var ill =
                docker.runOnce(
                        List.of(), IMAGE, List.of("health", "--server", "http://127.0.0.1:1"));

        assertThat(ill.succeeded()).isFalse();
    }
}
