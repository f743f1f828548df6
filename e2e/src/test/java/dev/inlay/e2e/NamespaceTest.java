package dev.inlay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.e2e.docker.Container;
import dev.inlay.e2e.world.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Two instrumented containers that share a network namespace, as those of one task do.
@Tag("docker")
class NamespaceTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Works works = Works.shared();

    @Test
    void twoSensorsShareANetworkNamespace() {
        String server = works.instrumented(works.image("task-server", "nginx", ""));
        String client = works.instrumented(works.image("task-client", "jre17", "CMD bash"));
        Container nginx =
                works.docker()
                        .start(
                                works.scene().name("task-server"),
                                List.of("--network", works.network().name()),
                                server,
                                List.of());
        String script =
                "until curl -fsS -o /dev/null http://127.0.0.1/; do sleep 0.2; done; sleep 600";
        Container curl =
                works.docker()
                        .start(
                                works.scene().name("task-client"),
                                List.of("--network", "container:" + nginx.name()),
                                client,
                                List.of("bash", "-c", script));

        Await.until("curl to be done", SOON, () -> sleeps(curl));
        List<String> known = Await.value("both to be known", SOON, () -> both(server, client));
        assertThat(known).hasSize(2).doesNotHaveDuplicates();
        curl.remove();
        nginx.remove();
    }

    private static boolean sleeps(Container container) {
        return container.processes().stream().anyMatch(process -> process.endsWith("sleep 600"));
    }

    /// The sessions of the two, once both are there.
    private Optional<List<String>> both(String server, String client) {
        List<String> sessions = new ArrayList<>();
        for (JsonNode container : works.plane().inlay().ask("containers").path("containers")) {
            String source = container.path("source").asText();
            if (server.endsWith(source + "-inlay") || client.endsWith(source + "-inlay")) {
                sessions.add(container.path("session").asText());
            }
        }
        return sessions.size() < 2 ? Optional.empty() : Optional.of(sessions);
    }
}
