package dev.inlay.local.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.policy.Signer;
import dev.inlay.policy.SignerContract;
import dev.inlay.policy.TrustedKey;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileSignerTest extends SignerContract {
    @TempDir Path directory;

    @Override
    protected Signer signer() {
        return KeyFileSigner.at(directory.resolve(UUID.randomUUID() + ".pem"));
    }

    /// Often enough for coordinates with leading zeros (one key in 128) to come by.
    @RepeatedTest(64)
    void givesItsPublicPointAllOfItsBytes() {
        var signer = signer();
        var text = new byte[] {1, 2, 3};

        assertThat(TrustedKey.of(signer.publicKey()).verifies(text, signer.sign(text))).isTrue();
    }

    @Test
    void findsTheSameKeyAgain() {
        var file = directory.resolve("key.pem");

        assertThat(KeyFileSigner.at(file).keyId()).isEqualTo(KeyFileSigner.at(file).keyId());
    }
}
