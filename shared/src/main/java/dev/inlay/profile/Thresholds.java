package dev.inlay.profile;

import java.time.Duration;

/// When a domain counts as settled.
///
/// @param unseen the estimate has to be below this: 0.01 is 1 %
/// @param units active minutes of containers, at least
/// @param containers at least
/// @param wall from the first frame to the last, at least: a nightly job takes a night
public record Thresholds(double unseen, long units, long containers, Duration wall) {
    /// What holds unless an enrolment says otherwise.
    public static final Thresholds DEFAULT = new Thresholds(0.01, 60, 2, Duration.ofHours(24));
}
