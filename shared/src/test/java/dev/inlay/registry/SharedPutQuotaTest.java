package dev.inlay.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.storage.MemoryTable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class SharedPutQuotaTest extends PutQuotaContract {
    private static final InstantSource NOW =
            InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));

    private final MemoryTable catalog = new MemoryTable();

    @Override
    protected PutQuota quota(PutRate rate, InstantSource clock) {
        return new SharedPutQuota(catalog, "r", rate, clock);
    }

    @Test
    void isOneForAllWhoWorkOnARegistry() {
        var one = quota(PutRate.of(1), NOW);
        var other = quota(PutRate.of(1), NOW);

        assertThat(one.take()).contains(Duration.ZERO);
        assertThat(other.take()).contains(Duration.ofSeconds(1));
        one.turnedAway();
        assertThat(other.take().orElseThrow()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(new SharedPutQuota(catalog, "another", PutRate.of(1), NOW).take())
                .contains(Duration.ZERO);
    }
}
