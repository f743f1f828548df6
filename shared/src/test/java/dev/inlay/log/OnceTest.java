package dev.inlay.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OnceTest {
    private final Once once = new Once();

    private static Line line(int number) {
        return Line.of(Line.Result.REJECTED, "line " + number).about("number", "" + number);
    }

    @Test
    void letsALineThroughOnce() {
        assertThat(once.isNew(line(1))).isTrue();
        assertThat(once.isNew(line(2))).isTrue();
        assertThat(once.isNew(line(1))).isFalse();
    }

    @Test
    void forgetsTheOldestOfVeryManyOnly() {
        for (int i = 0; i < 1_001; i++) {
            assertThat(once.isNew(line(i))).isTrue();
        }
        assertThat(once.isNew(line(1_000))).isFalse();
        assertThat(once.isNew(line(0))).isTrue();
    }
}
