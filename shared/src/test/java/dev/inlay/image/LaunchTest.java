package dev.inlay.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LaunchTest {
    @Test
    void takesTheHealthcheckAsItsArguments() {
        assertThat(
                        launch("{\"Healthcheck\":{\"Test\":[\"CMD\",\"curl\",\"-f\",\"x\"]}}")
                                .healthcheck())
                .contains(List.of("curl", "-f", "x"));
    }

    @Test
    void runsAHealthcheckInShellFormThroughTheImagesShell() {
        assertThat(launch("{\"Healthcheck\":{\"Test\":[\"CMD-SHELL\",\"a | b\"]}}").healthcheck())
                .contains(List.of("/bin/sh", "-c", "a | b"));
        assertThat(
                        launch(
                                        "{\"Shell\":[\"/bin/bash\",\"-ec\"],\"Healthcheck\":{\"Test\":[\"CMD-SHELL\",\"a\"]}}")
                                .healthcheck())
                .contains(List.of("/bin/bash", "-ec", "a"));
    }

    @Test
    void knowsThatAHealthcheckCanBeSwitchedOff() {
        assertThat(launch("{\"Healthcheck\":{\"Test\":[\"NONE\"]}}").healthcheck()).isEmpty();
        assertThat(launch("{\"Healthcheck\":{\"Test\":[]}}").healthcheck()).isEmpty();
        assertThat(launch("{\"Healthcheck\":{\"Test\":[\"CMD\"]}}").healthcheck()).isEmpty();
        assertThat(launch("{\"Healthcheck\":null}").healthcheck()).isEmpty();
        assertThat(launch("{}").healthcheck()).isEmpty();
    }

    @Test
    void tellsTheEntrypointWithoutTheSensor() {
        var launch =
                launch(
                        "{\"Entrypoint\":[\"/.inlay/sensor\",\"--\",\"/app\"],\"Cmd\":[\"x\"],\"User\":\"1:2\",\"ExposedPorts\":{\"80/tcp\":{}}}");

        assertThat(launch.entrypoint()).containsExactly("/app");
        assertThat(launch.command()).containsExactly("x");
        assertThat(launch.user()).isEqualTo("1:2");
        assertThat(launch.ports()).containsExactly("80/tcp");
    }

    private static Launch launch(String config) {
        return Launch.of(JsonTree.object(config.getBytes(UTF_8), "a config"));
    }
}
