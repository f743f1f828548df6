package dev.inlay.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryRulesTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:5000,http://127.0.0.1:5000,true",
        "localhost,http://localhost,true",
        "[::1]:5000,http://[::1]:5000,true",
        "10.1.2.3:5000,http://10.1.2.3:5000,false",
        "172.20.0.2:5000,http://172.20.0.2:5000,false",
        "192.168.1.1:443,https://192.168.1.1:443,true",
        "10.1.2.3,https://10.1.2.3,true",
        "172.32.0.2:5000,https://172.32.0.2:5000,true",
        "localhost.example.com:5000,https://localhost.example.com:5000,true",
        "registry:5000,http://registry:5000,true",
        "docker.io,https://registry-1.docker.io,true"
    })
    void speaksPlainHttpOnlyWhereTheRuleAllows(String registry, String base, boolean trusted) {
        var endpoint = Endpoint.of(registry, Set.of("registry:5000"));

        assertThat(endpoint.base()).hasToString(base);
        assertThat(endpoint.trusted()).isEqualTo(trusted);
    }

    @Test
    void understandsTheChallengesRegistriesSend() {
        assertThat(
                        Challenge.among(
                                List.of(
                                        "Basic realm=\"x\"",
                                        "Bearer realm=\"https://auth/token\",service=\"a b\",scope=\"repository:x:pull,push\"")))
                .contains(
                        new Challenge.Bearer(
                                Map.of(
                                        "realm", "https://auth/token",
                                        "service", "a b",
                                        "scope", "repository:x:pull,push")));
        assertThat(Challenge.among(List.of("basic realm=x"))).contains(new Challenge.Basic());
        assertThat(Challenge.among(List.of("Negotiate", ""))).isEmpty();
    }

    @Test
    void readsRetryAfterInBothForms() {
        assertThat(RetryAfter.parse("7", NOW)).contains(Duration.ofSeconds(7));
        assertThat(RetryAfter.parse("Fri, 2 Jan 2026 03:05:05 GMT", NOW))
                .contains(Duration.ofMinutes(1));
        assertThat(RetryAfter.parse("Fri, 2 Jan 2026 03:00:00 GMT", NOW)).contains(Duration.ZERO);
        assertThat(RetryAfter.parse("-1", NOW)).isEmpty();
        assertThat(RetryAfter.parse("99999999999999999999", NOW)).isEmpty();
        assertThat(RetryAfter.parse("soon", NOW)).isEmpty();
    }
}
