package dev.inlay.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.document.Examples;
import dev.inlay.document.Reading;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedPolicyTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final TestSigner SIGNER = new TestSigner();

    private static Policy example() {
        return PolicyDocument.read(Examples.text("policy.json")).stored("the example");
    }

    @Test
    void takesWhatTheSensorsSideSigned() {
        var keys =
                StreamSupport.stream(Examples.tree("config.json").path("keys").spliterator(), false)
                        .map(key -> Base64.getUrlDecoder().decode(key.path("publicKey").asText()))
                        .map(TrustedKey::of)
                        .toList();

        var policy = SignedPolicyReader.verify(Examples.text("signed-policy.json"), keys);

        assertThat(policy).isEqualTo(new Reading.Read<>(example()));
    }

    @Test
    void takesWhatWeSignedAndKeepsToTheSchema() {
        var document = SignedPolicy.sign(example(), SIGNER, NOW).write();

        assertThat(Examples.objections("signed-policy", document)).isEmpty();
        assertThat(SignedPolicyReader.verify(document, List.of(SIGNER.trusted())))
                .isEqualTo(new Reading.Read<>(example()));
    }

    @Test
    void refusesAnotherKey() {
        var document = SignedPolicy.sign(example(), new TestSigner(), NOW).write();

        assertThat(SignedPolicyReader.verify(document, List.of(SIGNER.trusted())))
                .isInstanceOf(Reading.Malformed.class);
    }

    @Test
    void refusesAPolicyThatIsNotTheSignedOne() {
        var signed = SignedPolicy.sign(example(), SIGNER, NOW);
        var text = signed.text().replace("\"port\":5432", "\"port\":22");
        var forged = new SignedPolicy(text, signed.payload(), signed.signatures());

        assertThat(text).isNotEqualTo(signed.text());
        assertThat(SignedPolicyReader.verify(forged.write(), List.of(SIGNER.trusted())))
                .isEqualTo(new Reading.Malformed<>("the policy is not the one that was signed"));
    }

    @Test
    void signsTheSameTextForTheSamePolicy() {
        assertThat(SignedPolicy.sign(example(), SIGNER, NOW).sha256())
                .isEqualTo(SignedPolicy.sign(example(), SIGNER, NOW.plusSeconds(9)).sha256());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "nonsense", "{\"version\":1}", "{\"version\":2}"})
    void refusesGarbage(String document) {
        assertThat(SignedPolicyReader.verify(document, List.of(SIGNER.trusted())))
                .isInstanceOf(Reading.Malformed.class);
    }
}
