package dev.inlay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.e2e.docker.Container;
import dev.inlay.e2e.world.Await;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A HEALTHCHECK, in either form, finds the same state as in the original.
@Tag("docker")
class HealthCheckTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Works works = Works.shared();

    @ParameterizedTest
    @ValueSource(strings = {"test -e /tmp/fine", "[\"test\", \"-e\", \"/tmp/fine\"]"})
    void followsTheApplication(String check) {
        String image =
                works.image(
                        "health-" + (check.startsWith("[") ? "exec" : "shell"),
                        "debian",
                        "HEALTHCHECK --interval=1s --retries=1 CMD %s\n".formatted(check)
                                + "CMD touch /tmp/fine; sleep 4; rm /tmp/fine; sleep 600");
        Container container =
                works.docker()
                        .start(
                                works.scene().name("health-" + System.nanoTime()),
                                List.of(),
                                works.instrumented(image),
                                List.of());

        container.awaitHealthy(SOON);
        Await.until(
                "the container to fall ill", SOON, () -> container.health().equals("unhealthy"));
        assertThat(container.inspect("{{.State.Running}}")).isEqualTo("true");
        container.remove();
    }
}
