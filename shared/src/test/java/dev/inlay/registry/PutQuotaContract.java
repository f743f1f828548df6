package dev.inlay.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// What every quota keeps, whoever shares it.
public abstract class PutQuotaContract {
    private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");
    private static final PutRate RATE = PutRate.of(4);

    private volatile Instant now = BEGIN;

    /// One more user of the same quota.
    protected abstract PutQuota quota(PutRate rate, InstantSource clock);

    private PutQuota quota() {
        return quota(RATE, () -> now);
    }

    @Test
    void givesABurstAtOnceAndThenTheRate() {
        var quota = quota();

        assertThat(waits(quota, 6)).containsExactly(0L, 0L, 0L, 0L, 250L, 500L);
    }

    @Test
    void savesUpNoMoreThanABurst() {
        var quota = quota();
        waits(quota, 4);

        now = BEGIN.plus(Duration.ofHours(1));

        assertThat(waits(quota, 5)).containsExactly(0L, 0L, 0L, 0L, 250L);
    }

    @Test
    void slowsDownForAllWhenSomebodyIsTurnedAwayAndRecovers() {
        var quota = quota();
        waits(quota, 4);
        now = BEGIN.plusSeconds(10);

        quota.turnedAway();
        quota.turnedAway();

        assertThat(waits(quota, 3)).containsExactly(500L, 1000L, 1500L);
        now = BEGIN.plusSeconds(100);
        assertThat(waits(quota, 5)).containsExactly(0L, 0L, 0L, 0L, 250L);
    }

    @Test
    void slowsDownFurtherWhenThatWasNotEnoughButNeverForGood() {
        var quota = quota();
        for (int i = 0; i < 20; i++) {
            now = now.plusSeconds(2);
            quota.turnedAway();
        }

        assertThat(quota.take().orElseThrow())
                .isBetween(Duration.ofSeconds(8), Duration.ofSeconds(16));
        now = now.plus(Duration.ofMinutes(10));
        assertThat(waits(quota, 4)).containsExactly(0L, 0L, 0L, 0L);
    }

    @Test
    void takesNothingWhenItWouldBeTooLongAWait() {
        var quota = quota(PutRate.of(0.1), () -> now);

        assertThat(waits(quota, 4)).containsExactly(0L, 10_000L, 20_000L, 30_000L);
        assertThat(quota.take()).isEmpty();
        now = BEGIN.plusSeconds(10);
        assertThat(quota.take()).contains(Duration.ofSeconds(30));
    }

    @Test
    void givesEachPutToOneOfManyWhoTakeAtOnce() {
        var quota = quota();
        List<Long> all = Collections.synchronizedList(new ArrayList<>());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                threads.execute(() -> all.addAll(waits(quota, 3)));
            }
        }

        assertThat(all).hasSize(60);
        assertThat(all.stream().filter(wait -> wait == 0)).hasSize(4);
        assertThat(all.stream().filter(wait -> wait > 0)).doesNotHaveDuplicates();
    }

    private static List<Long> waits(PutQuota quota, int puts) {
        var waits = new ArrayList<Long>();
        for (int i = 0; i < puts; i++) {
            quota.take().map(Duration::toMillis).ifPresent(waits::add);
        }
        return waits;
    }
}
