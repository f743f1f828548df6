package dev.inlay.image;

import java.time.Duration;
import java.time.Instant;

/// Who sees to it that a tag's image is instrumented. Events come twice, late and in any order; the
/// claim of a tag is what makes one of them count.
///
/// @param digest what the tag points at
/// @param sensor version that is to go into it
/// @param pushed when the registry says the tag was moved there
/// @param claimed when somebody took it on
/// @param sent whether the work is in the queue
public record Claim(Digest digest, String sensor, Instant pushed, Instant claimed, boolean sent) {
    /// Who took it on and did not send it within this has crashed.
    static final Duration CRASHED = Duration.ofMinutes(1);

    /// The answer to somebody who wants to take on work.
    public enum Answer {
        /// It is yours: send it.
        MINE,
        /// It was seen to already.
        TAKEN,
        /// Somebody is just doing it; ask again later, for they may fail.
        BUSY,
        /// The tag has moved on since.
        OUTDATED
    }

    /// What this claim means to another one.
    Answer answer(Claim other) {
        if (!digest.equals(other.digest)) {
            return other.pushed.isBefore(pushed) ? Answer.OUTDATED : Answer.MINE;
        }
        if (!sensor.equals(other.sensor)) {
            return Answer.MINE;
        }
        if (sent) {
            return Answer.TAKEN;
        }
        return claimed.plus(CRASHED).isAfter(other.claimed) ? Answer.BUSY : Answer.MINE;
    }
}
