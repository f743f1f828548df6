package dev.inlay.instrument;

import dev.inlay.image.Digest;
import dev.inlay.image.Enrolment;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Start;
import dev.inlay.policy.ImageRules;
import dev.inlay.policy.Learning;
import dev.inlay.policy.Policies;
import dev.inlay.policy.Policy;
import dev.inlay.policy.SignedPolicy;
import dev.inlay.policy.Signer;
import dev.inlay.policy.Successions;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Settings from the catalog. The policy in force is baked in; an image that has none gets its
/// first one here, with what is known of the image before it in its repository. It is stored before
/// the image is published, so that instrumenting again bakes in the same bytes.
public final class StoredSettings implements SettingsSource {
    private final Reporting reporting;
    private final List<Signer> keys;
    private final Policies policies;
    private final Successions successions;
    private final Enrolments enrolments;
    private final SensorSettings.Intervals intervals;
    private final InstantSource clock;

    /// With the intervals of a control plane that nobody bills by the request.
    public StoredSettings(
            Reporting reporting,
            List<Signer> keys,
            Policies policies,
            Successions successions,
            Enrolments enrolments,
            InstantSource clock) {
        this(
                reporting,
                keys,
                policies,
                successions,
                enrolments,
                SensorSettings.Intervals.STANDARD,
                clock);
    }

    /// @param reporting how sensors reach this control plane
    /// @param keys whose policies sensors take: the signer's and the next one's
    /// @param intervals at which sensors report and ask
    public StoredSettings(
            Reporting reporting,
            List<Signer> keys,
            Policies policies,
            Successions successions,
            Enrolments enrolments,
            SensorSettings.Intervals intervals,
            InstantSource clock) {
        this.reporting = reporting;
        this.keys = List.copyOf(keys);
        this.policies = policies;
        this.successions = successions;
        this.enrolments = enrolments;
        this.intervals = intervals;
        this.clock = clock;
    }

    @Override
    public SensorSettings settingsOf(SourceImage image) {
        return new SensorSettings(
                Optional.of(reporting.of(image)),
                keys.stream().map(StoredSettings::trusted).toList(),
                start(image),
                intervals,
                Optional.of(policy(image).write().getBytes(StandardCharsets.UTF_8)));
    }

    /// What the enrolment wants; an image that is instrumented by hand starts anyway.
    private Start start(SourceImage image) {
        return enrolments.deciding(image.repository()).map(Enrolment::start).orElse(Start.OPEN);
    }

    private SignedPolicy policy(SourceImage image) {
        boolean known = policies.latest(image.digest()).isPresent();
        var policy =
                policies.change(image.digest(), now -> now.or(() -> Optional.of(first(image))));
        if (!known) {
            successions.succeed(line(image), image.digest());
        }
        return policy.flatMap(each -> policies.signed(image.digest(), each.version()))
                .filter(this::isTrusted)
                .orElseGet(() -> signedAnew(image.digest()));
    }

    /// Sensors of earlier images go on trusting the key before; those of new ones never knew it.
    private boolean isTrusted(SignedPolicy policy) {
        return policy.signatures().stream()
                .anyMatch(signature ->
                        keys.stream().anyMatch(key -> key.keyId().equals(signature.keyId())));
    }

    /// The same policy as its next version, signed by the key of today.
    private SignedPolicy signedAnew(Digest image) {
        return policies.change(
                        image,
                        now -> now.map(policy -> policy.with(policy.rules(), clock.instant())))
                .flatMap(each -> policies.signed(image, each.version()))
                .orElseThrow();
    }

    private Policy first(SourceImage image) {
        var predecessor =
                successions.predecessor(line(image), image.digest()).flatMap(policies::current);
        var first =
                Learning.first(
                        image.digest(),
                        ImageRules.of(image.launch()),
                        predecessor,
                        clock.instant());
        return first.with(first.rules(), clock.instant());
    }

    /// The images of an index are made one after the other; each has a predecessor of its own kind.
    private static String line(SourceImage image) {
        return image.repository() + " " + image.platform();
    }

    private static SensorSettings.TrustedKey trusted(Signer signer) {
        return new SensorSettings.TrustedKey(
                signer.keyId(),
                Base64.getUrlEncoder().withoutPadding().encodeToString(signer.publicKey()));
    }
}
