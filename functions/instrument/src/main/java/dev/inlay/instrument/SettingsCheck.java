package dev.inlay.instrument;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Reading;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.JsonTree;
import dev.inlay.image.SettingsLayer;
import dev.inlay.policy.Policy;
import dev.inlay.policy.SignedPolicyReader;
import dev.inlay.policy.TrustedKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The links inside a settings layer: that it is this image's, whom it trusts, and whether they
/// signed its policy.
final class SettingsCheck {
    private final Digest source;
    private final List<TrustedKey> trusted;
    private final Findings found;

    /// @param trusted empty to go by the keys in the settings themselves
    SettingsCheck(Digest source, List<TrustedKey> trusted, Findings found) {
        this.source = source;
        this.trusted = trusted;
        this.found = found;
    }

    void check(SettingsLayer.Documents documents) {
        List<TrustedKey> baked;
        ObjectNode config;
        try {
            config = JsonTree.object(documents.config(), "config.json of the settings layer");
            baked = keys(config);
        } catch (PermanentFailure | IllegalArgumentException e) {
            found.broken("settings", String.valueOf(e.getMessage()));
            return;
        }
        var image = config.path("image").asText();
        if (!image.equals(source.value())) {
            found.broken("settings", "they are those of image '" + image + "'");
            return;
        }
        found.trusts(baked);
        found.holds("settings", "its sensor reports to " + whom(config));
        documents
                .policy()
                .ifPresentOrElse(
                        policy -> policy(new String(policy, UTF_8), baked),
                        () ->
                                found.absent(
                                        "policy",
                                        "no policy is baked in: it was made without a control plane"));
    }

    private static String whom(ObjectNode config) {
        if (config.has("direct")) {
            return config.path("direct").path("telemetry").asText() + ", by its task's role";
        }
        return config.has("endpoint") ? config.path("endpoint").asText() : "nobody";
    }

    private static List<TrustedKey> keys(ObjectNode config) {
        var keys = new ArrayList<TrustedKey>();
        for (var key : config.path("keys")) {
            keys.add(TrustedKey.of(Base64.getUrlDecoder().decode(key.path("publicKey").asText())));
        }
        return keys;
    }

    /// Where keys were given, the sensor has to trust the one that signed as well.
    private void policy(String document, List<TrustedKey> baked) {
        if (!(SignedPolicyReader.verify(document, baked)
                instanceof Reading.Read<Policy>(var policy))) {
            found.broken("policy", "no key that its sensor trusts signed it");
        } else if (!trusted.isEmpty()
                && SignedPolicyReader.verify(document, trusted).found().isEmpty()) {
            found.broken("policy", "another key than the given ones signed it");
        } else if (!policy.image().equals(source)) {
            found.broken("policy", "it is the policy of " + policy.image());
        } else {
            found.holds(
                    "policy",
                    "version %d, signed by a key that %s"
                            .formatted(
                                    policy.version(),
                                    trusted.isEmpty()
                                            ? "is baked in beside it; give --key to know whose that is"
                                            : "was given"));
        }
    }
}
