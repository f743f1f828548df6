package dev.inlay.storage;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import org.junit.jupiter.api.Test;

class KeyTest {
    @Test
    void refusesAnEmptyPart() {
        assertThatThrownBy(() -> new Key("", "s")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Key("p", "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAPartThatIsTooLongForAStore() {
        assertThatThrownBy(() -> new Key("p", "ü".repeat(513)))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("sort key of 513 characters");
        assertThatThrownBy(() -> new Key("x".repeat(1_025), "s"))
                .isInstanceOf(PermanentFailure.class);
    }

    @Test
    void refusesTextThatHasNoUtf8Form() {
        assertThatThrownBy(() -> new Key("p", "half \ud83d"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("surrogate");
        assertThatThrownBy(() -> Write.put(new Key("p", "s"), "nul \0"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("NUL");
    }
}
