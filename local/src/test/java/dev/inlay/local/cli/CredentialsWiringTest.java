package dev.inlay.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.registry.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsWiringTest {
    private static final String CONFIG =
            "{\"auths\":{\"a:1\":{\"username\":\"%s\",\"password\":\"p\"}}}";

    @TempDir Path home;

    @Test
    void findsTheFileWhereDockerDoes() throws IOException {
        Files.createDirectory(home.resolve(".docker"));
        Files.writeString(home.resolve(".docker/config.json"), CONFIG.formatted("home"));
        Files.createDirectory(home.resolve("other"));
        Files.writeString(home.resolve("other/config.json"), CONFIG.formatted("other"));

        assertThat(user(Map.of())).isEqualTo("home");
        assertThat(user(Map.of("DOCKER_CONFIG", home.resolve("other").toString())))
                .isEqualTo("other");
        assertThat(
                        user(
                                Map.of(
                                        "INLAY_REGISTRY_USER", "environment",
                                        "INLAY_REGISTRY_PASSWORD", "p")))
                .isEqualTo("environment");
    }

    @Test
    void staysAnonymousWhereNothingIs() {
        assertThat(CredentialsWiring.of(Map.of(), home).login("a:1")).isEmpty();
    }

    private String user(Map<String, String> environment) {
        return CredentialsWiring.of(environment, home).login("a:1").map(Login::user).orElseThrow();
    }
}
