package dev.inlay.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
                                   "https://f:1/v2/": {"auth": "ZjpmZg=="},
                                   "g:1/some/folder": {"auth": "ZzpnZw=="},
                                   "evil/h:1": {"auth": "ZTplZQ=="},
                                   "d:1": {}}}
                        """);

        assertThat(config.login("a:1")).contains(new Login("user", "pa:ss"));
        assertThat(config.login("b:1")).contains(new Login("u", "p"));
        assertThat(config.login("c:1")).contains(new Login("<token>", "t"));
        assertThat(config.login("docker.io")).contains(new Login("h", "h"));
        assertThat(config.login("d:1")).isEmpty();
        assertThat(config.login("e:1")).isEmpty();
        assertThat(config.login("f:1")).contains(new Login("f", "ff"));
        assertThat(config.login("g:1")).contains(new Login("g", "gg"));
        assertThat(config.login("h:1")).isEmpty();
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
        var helper =
                helper(
                        """
                        [ "$1" = get ] || exit 2
                        read -r host
                        [ "$host" = "a:1" ] || { echo "credentials not found"; exit 1; }
                        printf '{"ServerURL":"%s","Username":"u","Secret":"s"}' "$host"
                        """);

        assertThat(helper.login("test", "a:1")).contains(new Login("u", "s"));
        assertThat(helper.login("test", "b:1")).isEmpty();
    }

    /// It has ended before anybody could tell it the host.
    @Test
    void needsNoHelperThatListens() throws IOException {
        var helper = helper("exec <&-\nprintf '{\"Username\":\"u\",\"Secret\":\"s\"}'\n");

        for (int time = 0; time < 20; time++) {
            assertThat(helper.login("test", "a:1")).contains(new Login("u", "s"));
        }
    }

    /// An agent that a helper starts, to hold what is unlocked, need not close what it inherits.
    @Test
    void answersThoughSomebodyHoldsItsOutput() throws IOException {
        var said = "printf '{\"Username\":\"u\",\"Secret\":\"s\"}'\n";
        var before = helper("sleep 20 &\n" + said);
        assertThat(before.login("test", "a:1")).contains(new Login("u", "s"));

        var after = helper(said + "sleep 0.2\nsleep 20 &\n");
        assertThat(after.login("test", "a:1")).contains(new Login("u", "s"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec sleep 600", // hangs
                "sleep 20 &", // leaves somebody who holds its output, and says nothing
                "exec >&-; exec sleep 600", // closes it and hangs
                "while :; do echo xxxxxxxxxxxxxxxx; done", // never ends to talk
                "kill -9 $$",
                "echo no",
                "exit 3"
            })
    void isNotHeldUpByAHelperThatFails(String script) throws IOException {
        var helper = helper(script);

        assertThatThrownBy(() -> helper.login("test", "a:1"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("a:1");
    }

    @Test
    void saysThatAHelperIsNotThere() {
        var helper = new CredentialHelper(directory + "/docker-credential-");

        assertThatThrownBy(() -> helper.login("none", "a:1"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("docker-credential-none")
                .hasMessageContaining("could not be run");
        assertThatThrownBy(() -> helper.login("../../bin/sh", "a:1"))
                .hasMessageContaining("no name of a helper");
    }

    private CredentialHelper helper(String script) throws IOException {
        var program = directory.resolve("docker-credential-test");
        Files.writeString(program, "#!/bin/sh\n" + script);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return new CredentialHelper(directory + "/docker-credential-", Duration.ofSeconds(1));
    }

    private DockerConfig config(String text) throws IOException {
        return new DockerConfig(Files.writeString(directory.resolve("config.json"), text));
    }
}
