package dev.inlay.alert;

/// Where alerts go: a log, a webhook, SNS, EventBridge. Told at least once; who must not hear twice
/// goes by the fingerprint.
@FunctionalInterface
public interface AlertSink {
    /// Returns when the alert was handed over; throws `TransientFailure` when it should be offered
    /// again.
    void tell(Alert alert);
}
