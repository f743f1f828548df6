package dev.inlay.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "*,shop/web,true",
        "shop/*,shop/web/api,true",
        "shop/*,shop,false",
        "*web*,shop/web-1,true",
        "a*b*c,aXbYc,true",
        "a*b*c,aXcYb,false",
        "v1,v1,true",
        "v1,v10,false",
        "v.,vx,false",
        "**,x,true",
        "a*a,a,false"
    })
    void matchesTheWholeName(String pattern, String name, boolean expected) {
        assertThat(new Glob(pattern).matches(name)).isEqualTo(expected);
    }

    @Test
    void staysCheapForPatternsMadeToBeExpensive() {
        assertThat(new Glob("*a".repeat(120) + "b").matches("a".repeat(5_000))).isFalse();
    }

    @Test
    void refusesEmptyAndEndlessPatterns() {
        assertThatThrownBy(() -> new Glob("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Glob("a".repeat(257)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
