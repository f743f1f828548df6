package dev.inlay.registry;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Our share of the puts that a registry allows. ECR counts PutImage for a whole account and region
/// (ten a second), so each one we take is missing from the pushes of those whose images we protect.
public interface PutQuota {
    /// Longer waits are left to the queue.
    Duration PATIENCE = Duration.ofSeconds(30);

    /// Takes the next put: how long to wait before it; empty when that is longer than `PATIENCE`,
    /// and then nothing was taken.
    Optional<Duration> take();

    /// The registry turned one away, ours or not: everybody who shares this quota slows down.
    void turnedAway();

    /// For registries that count nothing.
    static PutQuota unlimited() {
        return new PutQuota() {
            @Override
            public Optional<Duration> take() {
                return Optional.of(Duration.ZERO);
            }

            @Override
            public void turnedAway() {}
        };
    }

    /// What a registry needs by itself, for one process.
    static PutQuota usual(String registry) {
        return PutRate.usual(registry)
                .<PutQuota>map(rate -> new OwnPutQuota(rate, InstantSource.system()))
                .orElseGet(PutQuota::unlimited);
    }
}
