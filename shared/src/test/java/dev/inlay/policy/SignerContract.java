package dev.inlay.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/// What every signer keeps, wherever its key lives.
public abstract class SignerContract {
    private static final byte[] TEXT = "what a sensor verifies".getBytes(UTF_8);

    /// The adapter under test, with a key that no other test has.
    protected abstract Signer signer();

    /// Often enough for signatures of every length to come by.
    @RepeatedTest(8)
    void signsWhatItsPublicPointVerifies() {
        var signer = signer();
        var key = TrustedKey.of(signer.publicKey());

        assertThat(key.verifies(TEXT, signer.sign(TEXT))).isTrue();
        assertThat(key.verifies("something else".getBytes(UTF_8), signer.sign(TEXT))).isFalse();
        assertThat(TrustedKey.of(signer().publicKey()).verifies(TEXT, signer.sign(TEXT))).isFalse();
    }

    @Test
    void namesItsKeyByTheKeyAlone() {
        var signer = signer();

        assertThat(signer.keyId())
                .matches("[0-9a-f]{16}")
                .isEqualTo(PublicPoint.id(signer.publicKey()))
                .isEqualTo(signer.keyId());
        assertThat(signer().keyId()).isNotEqualTo(signer.keyId());
    }
}
