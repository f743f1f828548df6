package dev.inlay.coverage;

/// Where gaps are told: a log, EventBridge, SNS. Told at least once; who must not hear twice goes
/// by the fingerprint.
@FunctionalInterface
public interface CoverageNews {
    /// Returns when it was handed over; throws `TransientFailure` when it should be offered again.
    void tell(Gap gap);
}
