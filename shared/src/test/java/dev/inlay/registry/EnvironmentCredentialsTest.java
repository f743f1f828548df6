package dev.inlay.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnvironmentCredentialsTest {
    @Test
    void takesWhatIsMeantForTheRegistry() {
        var any = of(Map.of("INLAY_REGISTRY_USER", "u", "INLAY_REGISTRY_PASSWORD", "hush"));
        var one =
                of(
                        Map.of(
                                "INLAY_REGISTRY", "a:1",
                                "INLAY_REGISTRY_USER", "u",
                                "INLAY_REGISTRY_PASSWORD", "hush"));

        assertThat(any.login("b:1")).contains(new Login("u", "hush"));
        assertThat(one.login("a:1")).contains(new Login("u", "hush"));
        assertThat(one.login("b:1")).isEmpty();
        assertThat(of(Map.of()).login("a:1")).isEmpty();
        assertThat(
                        of(Map.of("INLAY_REGISTRY_USER", "", "INLAY_REGISTRY_PASSWORD", ""))
                                .login("a:1"))
                .isEmpty();
    }

    @Test
    void readsADocumentOfDockersInAVariable() {
        var both = of(Map.of("DOCKER_AUTH_CONFIG", "{\"auths\":{\"a:1\":{\"auth\":\"dTpw\"}}}"));

        assertThat(both.login("a:1")).contains(new Login("u", "p"));
        assertThat(both.login("b:1")).isEmpty();
        assertThatThrownBy(() -> of(Map.of("DOCKER_AUTH_CONFIG", "{hush")).login("a:1"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("DOCKER_AUTH_CONFIG")
                .hasMessageNotContaining("hush");
    }

    @Test
    void saysWhichHalfIsMissing() {
        assertThatThrownBy(() -> of(Map.of("INLAY_REGISTRY_PASSWORD", "hush")).login("a:1"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContainingAll("INLAY_REGISTRY_USER", "a:1")
                .hasMessageNotContaining("hush");
    }

    @Test
    void takesTheFirstSourceThatHasOne() {
        var sources =
                Credentials.firstOf(
                        Credentials.anonymous(),
                        _ -> Optional.of(new Login("first", "x")),
                        _ -> {
                            throw new AssertionError("nobody needs it");
                        });

        assertThat(sources.login("a:1")).map(Login::user).contains("first");
    }

    private static EnvironmentCredentials of(Map<String, String> environment) {
        return new EnvironmentCredentials(environment);
    }
}
