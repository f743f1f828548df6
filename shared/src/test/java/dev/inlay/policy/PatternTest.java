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
            List.of(
                    "a",
                    "B",
                    "1",
                    "/",
                    "/",
                    ".",
                    "..",
                    "-",
                    "_",
                    ":",
                    "jsp",
                    "abcdef01",
                    "{temp}",
                    "{hex}",
                    "{number}",
                    "{uuid}",
                    "{byte:ff}",
                    "{{",
                    "}}",
                    ";",
                    " ",
                    "é");
    private static final List<String> WILD =
            List.of("{any}", "{name}", "{any}", "{name}", "{temp}", "{hex}", "/{tree}");

    static List<Long> seeds() {
        var random = new Random();
        return IntStream.range(0, 200).mapToObj(_ -> random.nextLong()).toList();
    }

    private static String text(Random random, List<String> pieces, int most) {
        var text = new StringBuilder();
        int count = random.nextInt(most);
        for (int i = 0; i < count; i++) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        return text.toString();
    }

    /// A pattern, and a text that it may well match: what stands for others was replaced.
    private static String pattern(Random random) {
        var pattern = new StringBuilder("/srv/");
        int wilds = 1 + random.nextInt(3);
        for (int i = 0; i < wilds; i++) {
            pattern.append(text(random, PIECES, 3));
            pattern.append(WILD.get(random.nextInt(WILD.size())));
        }
        return pattern.append(text(random, PIECES, 3)).toString();
    }

    private static String instance(Random random, String pattern) {
        var text = pattern;
        for (var wild : WILD) {
            while (random.nextInt(4) > 0 && text.contains(wild)) {
                int at = text.indexOf(wild);
                var other = (wild.startsWith("/") ? "/" : "") + text(random, PIECES, 4);
                text = text.substring(0, at) + other + text.substring(at + wild.length());
            }
        }
        return text;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void matchesWhatTryingEveryWayMatches(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 150; i++) {
            var pattern = pattern(random);
            var text = instance(random, pattern);

            assertThat(Pattern.of(pattern).matches(text))
                    .as("%s on %s, seed %d", pattern, text, seed)
                    .isEqualTo(new PlainPattern(pattern, false).matches(text));
            if (isOpen(pattern)) {
                assertThat(Pattern.ofFile(pattern).matches(text))
                        .as("%s as a file on %s, seed %d", pattern, text, seed)
                        .isEqualTo(new PlainPattern(pattern, true).matches(text));
            }
        }
    }

    /// Otherwise made-up names match themselves only, which has cases of its own.
    private static boolean isOpen(String pattern) {
        return !pattern.contains("..");
    }

    @Test
    void theInstancesOfAPatternOftenMatch() {
        var random = new Random(1);
        long matching =
                IntStream.range(0, 2_000)
                        .mapToObj(_ -> pattern(random))
                        .filter(each -> Pattern.ofFile(each).matches(instance(random, each)))
                        .count();

        assertThat(matching).isBetween(100L, 1_900L);
    }

    @Test
    void takesNoTimeOnAPatternMadeToTakeForEver() {
        for (var wild : List.of("{any}", "{name}")) {
            var pattern = Pattern.of((wild + "a").repeat(100) + "b");

            assertThat(pattern.matches("a".repeat(2_000))).isFalse();
        }
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
