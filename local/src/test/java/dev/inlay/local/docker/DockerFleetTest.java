package dev.inlay.local.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.coverage.Fleet;
import dev.inlay.coverage.FleetContract;
import dev.inlay.failure.TransientFailure;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerFleetTest implements FleetContract {
    private static final String WEB = "1".repeat(64);
    private static final String API = "2".repeat(64);
    private static final String ENDED = "3".repeat(64);

    @TempDir Path folder;
    private FakeEngine engine;

    @BeforeEach
    void start() {
        engine = new FakeEngine(folder.resolve("docker.sock"));
        engine.answer(
                "/containers/json",
                "[{\"Id\":\"%s\"},{\"Id\":\"%s\"},{\"Id\":\"%s\"}]".formatted(WEB, API, ENDED));
        engine.answer("/containers/" + WEB + "/json", container(WEB, "web", TAGGED, "null", true));
        engine.answer(
                "/containers/" + API + "/json",
                container(API, "api", PINNED, "[\"/bin/sh\",\"-c\"]", true)
                        .replace("com.docker.compose.service", "other"));
        engine.answer(
                "/containers/" + ENDED + "/json", container(ENDED, "ended", TAGGED, "null", false));
        engine.answer(
                "/images/sha256:web/json",
                "{\"RepoDigests\":[\"mirror.example.com/web@sha256:%s\",\"registry.example.com/shop/web@%s\"]}"
                        .formatted("ee".repeat(32), PULLED));
        engine.answer("/images/sha256:api/json", "{\"RepoDigests\":[\"" + PINNED + "\"]}");
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private static String container(
            String id, String name, String image, String entrypoint, boolean runs) {
        return """
        {"Id": "%s", "Name": "/%s", "Image": "sha256:%s",
         "State": {"Running": %s, "StartedAt": "2026-01-02T03:04:05Z"},
         "Config": {"Hostname": "%s", "Image": "%s", "Entrypoint": %s,
                    "Labels": {"com.docker.compose.project": "shop", "com.docker.compose.service": "web"}}}
        """
                .formatted(id, name, name, runs, id.substring(0, 12), image, entrypoint);
    }

    @Override
    public Fleet fleet() {
        return new DockerFleet(folder.resolve("docker.sock"));
    }

    @Test
    void knowsNothingWhereNoSocketMayBeRead() {
        var blind = new DockerFleet(folder.resolve("nobody.sock"));

        assertThat(blind.running()).isEmpty();
        assertThat(blind.running("this machine", WEB)).isEmpty();
    }

    @Test
    void tellsTheNameByWhichAContainersSensorCallsIt() {
        assertThat(fleet().running("", WEB).getFirst().hostname()).contains("1".repeat(12));
    }

    @Test
    void asksForNothingButIds() {
        assertThat(fleet().running("", "../images/sha256:web")).isEmpty();
    }

    @Test
    void isMadeToThrowNothingElseByGarbage() {
        for (var garbage :
                new String[] {
                    "",
                    "HTTP/1.0",
                    "HTTP/1.0 200 OK",
                    "HTTP/1.0 500 No\r\n\r\n{}",
                    "HTTP/1.0 200 OK\r\n\r\n[{",
                    "SSH-2.0-OpenSSH\r\n\r\n"
                }) {
            engine.answers.put("/containers/json", garbage);
            assertThatThrownBy(() -> fleet().running())
                    .as(garbage)
                    .isInstanceOf(TransientFailure.class)
                    .hasMessageContaining("docker.sock");
        }
        engine.answer("/containers/json", "{}");
        assertThat(fleet().running().orElseThrow()).isEmpty();
    }
}
