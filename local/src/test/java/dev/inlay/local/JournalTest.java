package dev.inlay.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.failure.TransientFailure;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class JournalTest {
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-01-02T03:04:05.678Z"));
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Journal journal = new Journal(new PrintStream(out, true, UTF_8), now::get);

    @Test
    void tellsWhatHappensEveryMinuteOnceAnHour() {
        for (int minute = 0; minute < 61; minute++) {
            journal.tellRarely("seen to already");
            now.updateAndGet(time -> time.plus(Duration.ofMinutes(1)));
        }

        assertThat(said().lines())
                .hasSize(2)
                .first()
                .isEqualTo("2026-01-02T03:04:05.678Z seen to already");
    }

    @Test
    void showsTheTraceOfAFaultAndOnlyTheMessageOfAFailure() {
        journal.failed("sweeping", new TransientFailure("away", "the registry is away"));
        assertThat(said().lines()).hasSize(1);

        journal.failed("sweeping", new IllegalStateException("a fault"));
        assertThat(said()).contains("a fault", "JournalTest");
    }

    private String said() {
        return out.toString(UTF_8);
    }
}
