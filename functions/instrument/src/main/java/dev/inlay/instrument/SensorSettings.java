package dev.inlay.instrument;

import dev.inlay.image.Start;
import java.util.List;
import java.util.Optional;

/// What goes into the settings layer besides what the image itself says. The words are those of
/// `docs/wire-format.md`.
///
/// @param report where to and as whom; empty without a control plane
/// @param keys the policy public keys that are trusted, current and next
/// @param start whether the application starts where it cannot be protected
/// @param intervals how often the sensor speaks and asks
/// @param policy the signed policy to begin with, as it is to be stored
public record SensorSettings(
        Optional<Report> report,
        List<TrustedKey> keys,
        Start start,
        Intervals intervals,
        Optional<byte[]> policy) {
    public SensorSettings {
        keys = List.copyOf(keys);
    }

    /// Where frames go.
    ///
    /// @param endpoint base URL of the control plane
    /// @param token enrolment token of the image
    public record Report(String endpoint, String token) {}

    /// Whose policies are taken.
    ///
    /// @param id names the key in signatures
    /// @param publicKey P-256, the uncompressed point in base64url
    public record TrustedKey(String id, String publicKey) {}

    /// Seconds between frames while something is new, between frames when nothing is, and between
    /// policy polls.
    public record Intervals(int learning, int steady, int policy) {
        /// What the wire format gives.
        public static final Intervals STANDARD = new Intervals(5, 300, 5);

        /// Where every request is billed: a new policy is in force everywhere within seven minutes
        /// (docs/scale.md). What is refused is told at once all the same.
        public static final Intervals BILLED = new Intervals(10, 600, 400);
    }
}
