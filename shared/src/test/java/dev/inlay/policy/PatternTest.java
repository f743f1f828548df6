package dev.inlay.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternTest {
    private static final List<String> PIECES =
            List.of("a", "/", ".", "-", "{temp}", "{{", "}}", ";", " ", "é", "{any}");

    static List<Long> seeds() {
        var random = new Random();
        return IntStream.range(0, 200).mapToObj(_ -> random.nextLong()).toList();
    }

    private static String text(Random random, int most) {
        var text = new StringBuilder();
        for (int i = 0; i < random.nextInt(most); i++) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    /// The same, tried in every way: slow and plain.
    private static boolean reference(String pattern, String text) {
        if (pattern.startsWith("{any}")) {
            for (int end = 1; end <= text.length(); end++) {
                var taken = text.substring(0, end);
                boolean harmless =
                        taken.matches("([a-z.]|-|\\{temp})+")
                                && !taken.startsWith("-")
                                && !taken.equals(".")
                                && !taken.equals("..");
                if (harmless && reference(pattern.substring(5), text.substring(end))) {
                    return true;
                }
            }
            return false;
        }
        if (pattern.isEmpty() || text.isEmpty()) {
            return pattern.equals(text);
        }
        return pattern.charAt(0) == text.charAt(0)
                && reference(pattern.substring(1), text.substring(1));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void matchesWhatTryingEveryWayMatches(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            var pattern = text(random, 7);
            var text =
                    random.nextBoolean()
                            ? text(random, 7).replace("{any}", "x")
                            : pattern.replace("{any}", text(random, 4).replace("{any}", "a"));

            assertThat(Pattern.of(pattern).matches(text))
                    .as("%s on %s, seed %d", pattern, text, seed)
                    .isEqualTo(reference(pattern, text));
        }
    }

    @Test
    void takesNoTimeOnAPatternMadeToTakeForEver() {
        var pattern = Pattern.of("{any}a".repeat(100) + "b");

        assertThat(pattern.matches("a".repeat(2_000))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "}", "a{b", "{}", "{any", "any}", "{{}", "{{{", "{a{b}}"})
    void refusesUnpairedBraces(String text) {
        assertThat(Pattern.problem(text, true)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{tree}", "/a{tree}", "/{tree}/b", "/{tree}{any}", "/{any}{tree}"})
    void refusesAMisplacedTree(String text) {
        assertThat(Pattern.problem(text, true)).isPresent();
    }

    @Test
    void takesATreeInPathsOnly() {
        assertThat(Pattern.problem("/srv/{tree}", true)).isEmpty();
        assertThat(Pattern.problem("/srv/{tree}", false)).isPresent();
    }
}
