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

    /// Where frames go, and what is shown there.
    public sealed interface Report {
        /// To the control plane, with the image's enrolment token.
        ///
        /// @param endpoint base URL of the control plane
        record ByToken(String endpoint, String token) implements Report {}

        /// To the control plane, with the role of the container's task.
        ///
        /// @param endpoint base URL of the control plane
        /// @param sts host name of STS in that region
        /// @param server the name of the control plane, for which alone the role is shown
        record ByRole(String endpoint, String region, String sts, String server)
                implements Report {}

        /// Into queues and from a bucket, with the role of the container's task.
        ///
        /// @param telemetry URL of the queue of frames
        /// @param violations URL of the queue of those that cannot wait
        /// @param policy URL of the object that is the image's policy
        record Direct(String region, String telemetry, String violations, String policy)
                implements Report {}
    }

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

        /// Where every request is billed: a new policy is in force everywhere within eight minutes
        /// (docs/scale.md). What is refused is told at once all the same.
        public static final Intervals BILLED = new Intervals(10, 600, 480);
    }
}
