package dev.inlay.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What an image says of itself ends up in reasons, and those in catalogs and on terminals.
class ReasonTest {
    @Test
    void isNoLongerThanACatalogCanKeep() {
        var reason = Decline.ARTIFACT.because("its configuration is '" + "x".repeat(4_000_000));

        assertThat(reason.text()).startsWith("its configuration is 'x").hasSizeLessThan(2_100);
    }

    @Test
    void endsWithAWholeCharacter() {
        for (int before = 1_990; before < 2_010; before++) {
            var text = new Reason("x", "a".repeat(before) + "\uD83D\uDE00".repeat(20)).text();

            assertThat(text.codePoints())
                    .noneMatch(each -> Character.getType(each) == Character.SURROGATE);
        }
    }

    @Test
    void movesNoCursorAndStaysOnOneLine() {
        var reason = new Reason("x", "a\r\n\tb \u001b[2J \u009b2J \u202ec é");

        assertThat(reason.text()).isEqualTo("a b \ufffd[2J \ufffd2J \ufffdc é");
    }
}
