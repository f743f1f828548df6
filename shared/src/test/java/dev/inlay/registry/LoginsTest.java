package dev.inlay.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoginsTest {
    private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");

    private final AtomicInteger asked = new AtomicInteger();
    private Instant now = BEGIN;

    @Test
    void keepsATokenUntilShortlyBeforeItsEnd() {
        var logins = logins(Optional.of(Duration.ofHours(12)));
        assertThat(logins.now()).isEqualTo(logins.now());

        now = BEGIN.plus(Duration.ofHours(12)).minus(Duration.ofMinutes(6));
        logins.now();
        assertThat(asked).hasValue(1);

        now = now.plus(Duration.ofMinutes(2));
        logins.now();
        assertThat(asked).hasValue(2);
    }

    @Test
    void asksAgainForWhatWasRefused() {
        var logins = logins(Optional.empty());
        logins.now();
        logins.forget();
        logins.now();

        assertThat(asked).hasValue(2);
    }

    @Test
    void asksOnceForAllWhoNeedIt() {
        var logins = logins(Optional.of(Duration.ofHours(12)));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                threads.execute(logins::now);
            }
        }

        assertThat(asked).hasValue(1);
    }

    private Logins logins(Optional<Duration> life) {
        InstantSource clock = () -> now;
        return new Logins(
                Endpoint.of("127.0.0.1:5000"),
                _ ->
                        Optional.of(
                                new Login(
                                        "AWS", "t" + asked.incrementAndGet(), life.map(now::plus))),
                clock.withZone(ZoneOffset.UTC));
    }
}
