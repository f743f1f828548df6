package dev.inlay.instrument;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.behaviour.Mode;
import dev.inlay.image.Digest;
import dev.inlay.image.Start;
import dev.inlay.policy.Modes;
import dev.inlay.policy.Policy;
import dev.inlay.policy.SignedPolicy;
import dev.inlay.policy.TestSigner;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Settings as a control plane gives them, with an empty policy.
final class PolicySettings {
    private PolicySettings() {}

    /// @param trusts whose keys the sensor gets
    static SensorSettings of(Digest image, TestSigner signer, List<TestSigner> trusts) {
        var policy = new Policy(image, 1, Instant.EPOCH, Modes.all(Mode.LEARN), List.of());
        return new SensorSettings(
                Optional.of(new SensorSettings.Report.ByToken("http://127.0.0.1:8080", "1.token")),
                trusts.stream().map(PolicySettings::trusted).toList(),
                Start.OPEN,
                SensorSettings.Intervals.STANDARD,
                Optional.of(
                        SignedPolicy.sign(policy, signer, Instant.EPOCH).write().getBytes(UTF_8)));
    }

    /// The same for the same image each time, as the catalog's are.
    static SettingsSource once(TestSigner signer) {
        Map<Digest, SensorSettings> kept = new ConcurrentHashMap<>();
        return image ->
                kept.computeIfAbsent(image.digest(), digest -> of(digest, signer, List.of(signer)));
    }

    private static SensorSettings.TrustedKey trusted(TestSigner signer) {
        return new SensorSettings.TrustedKey(
                signer.keyId(),
                Base64.getUrlEncoder().withoutPadding().encodeToString(signer.publicKey()));
    }
}
