package dev.inlay.aws.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.aws.Answers;
import dev.inlay.aws.Moto;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.registry.Login;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EcrCredentialsTest {
    private static final String REGISTRY = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";

    @Test
    @Tag("emulator")
    void logsInToTheRegistryOfThisRegion() {
        assertThat(new EcrCredentials(Moto.connection()).login(REGISTRY))
                .map(Login::user)
                .contains("AWS");
    }

    @Test
    void saysWhenTheTokenEnds() {
        try (var ecr = Answers.listen()) {
            ecr.then(
                    200,
                    "{\"authorizationData\":[{\"authorizationToken\":\"QVdTOmh1c2g=\",\"expiresAt\":1767366245}]}");

            assertThat(new EcrCredentials(ecr.connection()).login(REGISTRY))
                    .contains(
                            new Login(
                                    "AWS",
                                    "hush",
                                    Optional.of(Instant.parse("2026-01-02T15:04:05Z"))));
        }
    }

    @Test
    void givesTheTokenToNobodyElse() {
        try (var ecr = Answers.listen()) {
            var credentials = new EcrCredentials(ecr.connection());

            assertThat(credentials.login("127.0.0.1:5000")).isEmpty();
            assertThat(credentials.login("docker.io")).isEmpty();
            assertThat(credentials.login(REGISTRY + ".evil.example")).isEmpty();
            assertThat(ecr.asked()).isEmpty();
        }
    }

    @Test
    void saysThatItWorksInOneRegion() {
        try (var ecr = Answers.listen()) {
            var elsewhere = "123456789012.dkr.ecr.us-east-1.amazonaws.com";

            assertThatThrownBy(() -> new EcrCredentials(ecr.connection()).login(elsewhere))
                    .isInstanceOf(PermanentFailure.class)
                    .hasMessageContaining("eu-central-1");
        }
    }

    @Test
    void refusesATokenThatIsNone() {
        try (var ecr = Answers.listen()) {
            ecr.then(200, "{\"authorizationData\":[{\"authorizationToken\":\"c2VjcmV0\"}]}");
            ecr.then(200, "{\"authorizationData\":[{\"authorizationToken\":\"**\"}]}");
            ecr.then(200, "{\"authorizationData\":[]}");
            var credentials = new EcrCredentials(ecr.connection());

            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> credentials.login(REGISTRY))
                        .isInstanceOf(PermanentFailure.class)
                        .hasMessageContaining("no user and password")
                        .hasMessageNotContainingAny("c2VjcmV0", "secret");
            }
        }
    }
}
