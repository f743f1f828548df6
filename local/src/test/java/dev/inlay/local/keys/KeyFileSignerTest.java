package dev.inlay.local.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.policy.TrustedKey;
import java.nio.file.Path;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

class KeyFileSignerTest {
    private static final byte[] TEXT = "what a sensor verifies".getBytes(UTF_8);

    @TempDir Path directory;

    /// Often enough for coordinates with leading zeros (one key in 128) and signatures of every
    /// length to come by.
    @RepeatedTest(64)
    void signsWhatItsPublicPointVerifies() {
        var signer = KeyFileSigner.at(directory.resolve("key.pem"));
        var key = TrustedKey.of(signer.publicKey());

        assertThat(key.verifies(TEXT, signer.sign(TEXT))).isTrue();
        assertThat(key.verifies("something else".getBytes(UTF_8), signer.sign(TEXT))).isFalse();
        assertThat(signer.keyId()).matches("[0-9a-f]{16}");
    }
}
