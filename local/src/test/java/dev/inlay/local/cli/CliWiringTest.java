package dev.inlay.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CliWiringTest {
    private static final URI GATEWAY =
            URI.create("https://a1b2c3.execute-api.eu-central-1.amazonaws.com");
    private static final URI MACHINE = URI.create("http://127.0.0.1:8080");

    @BeforeEach
    void haveCredentials() {
        System.setProperty("aws.accessKeyId", "AKIDEXAMPLE");
        System.setProperty("aws.secretAccessKey", "a secret");
    }

    @AfterEach
    void haveNoneAnyMore() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Test
    void signsForAGatewayAndKeepsTheTokenFromIt() {
        var headers =
                CliWiring.showing(GATEWAY, () -> Optional.of("the console token"))
                        .headers("GET", GATEWAY.resolve("/api/v1/images"), "");

        assertThat(headers.get("Authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
                .contains("/eu-central-1/execute-api/aws4_request");
        assertThat(headers.toString()).doesNotContain("the console token");
    }

    @Test
    void showsTheTokenToAnyOtherAndSignsNothingForIt() {
        var headers =
                CliWiring.showing(MACHINE, () -> Optional.of("the console token"))
                        .headers("GET", MACHINE, "");

        assertThat(headers).containsOnlyKeys("authorization");
        assertThat(headers).containsEntry("authorization", "Bearer the console token");
    }

    @Test
    void showsNothingWhereThereIsNothingToShow() {
        assertThat(CliWiring.showing(MACHINE, Optional::empty).headers("GET", MACHINE, ""))
                .isEmpty();
    }
}
