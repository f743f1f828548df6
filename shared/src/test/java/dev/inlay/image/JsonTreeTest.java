package dev.inlay.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {
    @Test
    void keepsNumbersOrderAndUnknownFieldsExactly() {
        var text =
                "{\"z\":123456789012345678901234567890,\"a\":1.10,\"m\":[1e400,{}],\"é\":\"\\u0000\"}";

        var written =
                new String(JsonTree.bytes(JsonTree.object(text.getBytes(UTF_8), "it")), UTF_8);

        assertThat(written)
                .isEqualTo(
                        "{\"z\":123456789012345678901234567890,\"a\":1.10,\"m\":[1E+400,{}],\"é\":\"\\u0000\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "7",
                "\"x\"",
                "{",
                "{\"a\":",
                "{\"a\":1,\"a\":2}",
                "{\"a\":{\"b\":1,\"b\":1}}",
                "{} {}",
                "{}x",
                "{a:1}",
                "{'a':1}",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "{\"a\":1e99999999999999}",
                "{\"a\":1e-2147483649}",
                "\uFEFF"
            })
    void refusesWhatIsNotExactlyOneObject(String text) {
        assertThatThrownBy(() -> JsonTree.object(text.getBytes(UTF_8), "the thing"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("the thing");
    }

    /// Objects, if one is good at guessing; parsers in Go are not.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "EFBBBF 7B2261223A2278227D", // a byte order mark
                "FEFF 007B007D", // UTF-16
                "007B0022006100220 03A00310 07D",
                "7B00220061002200 3A0031007D00",
                "0000007B 0000007D", // UTF-32
                "7B2261223A22 C080 227D", // a zero in two bytes
                "7B2261223A22 E08080 227D", // and in three
                "7B2261223A22 EDA080 227D", // half a character
                "7B2261223A22 F4908080 227D", // beyond the last one
                "7B2261223A22 FF 227D"
            })
    void refusesWhatIsNotUtf8(String hex) {
        var bytes = HexFormat.of().parseHex(hex.replace(" ", ""));

        assertThatThrownBy(() -> JsonTree.object(bytes, "the thing"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("the thing");
    }

    @Test
    void keepsCharactersThatNeedTwoAndHalvesOfThem() {
        var text = "{\"a\":\"\uD83D\uDE00 é\",\"b\":\"\\ud800\"}".getBytes(UTF_8);

        var once = JsonTree.object(text, "it");

        assertThat(JsonTree.object(JsonTree.bytes(once), "it")).isEqualTo(once);
    }

    @Test
    void refusesDeepNestingAndBytesThatAreNoText() {
        var deep = "{\"a\":".repeat(100_000);

        assertThatThrownBy(() -> JsonTree.object(deep.getBytes(UTF_8), "it"))
                .isInstanceOf(PermanentFailure.class);
        assertThatThrownBy(() -> JsonTree.object(new byte[] {'{', '"', (byte) 0xc3, '"'}, "it"))
                .isInstanceOf(PermanentFailure.class);
    }
}
