package dev.inlay.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerConfigTest {
    @TempDir Path directory;

    @Test
    void readsLoginsInEveryFormDockerWrites() throws IOException {
        var config =
                config(
                        """
                        {"auths": {"a:1": {"auth": "dXNlcjpwYTpzcw=="},
                                   "https://b:1": {"username": "u", "password": "p"},
                                   "c:1": {"auth": "dTpw", "identitytoken": "t"},
                                   "https://index.docker.io/v1/": {"auth": "aDpo"},
                                   "d:1": {}}}
                        """);

        assertThat(config.login("a:1")).contains(new Login("user", "pa:ss"));
        assertThat(config.login("b:1")).contains(new Login("u", "p"));
        assertThat(config.login("c:1")).contains(new Login("<token>", "t"));
        assertThat(config.login("docker.io")).contains(new Login("h", "h"));
        assertThat(config.login("d:1")).isEmpty();
        assertThat(config.login("e:1")).isEmpty();
    }

    @Test
    void staysAnonymousWithoutAFile() {
        assertThat(new DockerConfig(directory.resolve("none")).login("a:1")).isEmpty();
    }

    @Test
    void neverPrintsASecret() {
        assertThat(new Login("user", "hush")).asString().doesNotContain("hush");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "{\"auths\":{\"a:1\":{\"auth\":\"%%%\"}}}",
                "{\"auths\":{\"a:1\":{\"auth\":\"dXNlcg==\"}}}",
                "{\"credHelpers\":{\"a:1\":\"../../bin/sh\"}}",
                "{\"credHelpers\":{\"a:1\":\"no-such-helper-here\"}}"
            })
    void refusesWhatItCannotRead(String text) throws IOException {
        var config = config(text);

        assertThatThrownBy(() -> config.login("a:1")).isInstanceOf(PermanentFailure.class);
    }

    @Test
    void asksACredentialHelper() throws IOException {
        var program = directory.resolve("docker-credential-test");
        Files.writeString(
                program,
                """
                #!/bin/sh
                [ "$1" = get ] || exit 2
                read -r host
                [ "$host" = "a:1" ] || { echo "credentials not found"; exit 1; }
                printf '{"ServerURL":"%s","Username":"u","Secret":"s"}' "$host"
                """);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        var helper = new CredentialHelper(directory + "/docker-credential-");

        assertThat(helper.login("test", "a:1")).contains(new Login("u", "s"));
        assertThat(helper.login("test", "b:1")).isEmpty();
    }

    private DockerConfig config(String text) throws IOException {
        return new DockerConfig(Files.writeString(directory.resolve("config.json"), text));
    }
}
