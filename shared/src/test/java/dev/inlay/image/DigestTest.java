package dev.inlay.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    /// FIPS 180-2, appendix B.1.
    private static final String OF_ABC =
            "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void isTheHashOfBytesAsRegistriesWriteIt() {
        assertThat(Digest.of("abc".getBytes(UTF_8))).hasToString(OF_ABC);
        assertThat(Digest.parse(OF_ABC)).contains(Digest.ofText("abc"));
        assertThat(Digest.ofText("abc").hex()).isEqualTo(OF_ABC.substring(7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256:",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "sha512:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a",
                "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015add",
                "sha256:BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
                "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a\u0661",
                "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a/",
                "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a:",
                "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a`",
                "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ag",
                "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a\n"
            })
    void isNothingElse(String text) {
        assertThat(Digest.parse(text)).isEmpty();
        assertThatThrownBy(() -> new Digest(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Digest.require(text, "a manifest"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("a manifest");
    }
}
