package dev.inlay.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
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
                "\uFEFF"
            })
    void refusesWhatIsNotExactlyOneObject(String text) {
        assertThatThrownBy(() -> JsonTree.object(text.getBytes(UTF_8), "the thing"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("the thing");
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
