package dev.inlay.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.inlay.document.Examples;
import dev.inlay.document.Json;
import dev.inlay.document.Reading;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    private static final String EXAMPLE = Examples.text("frame.json");

    @Test
    void readsTheExampleFrame() {
        var frame = FrameReader.read(EXAMPLE).stored("the example");

        assertThat(frame.sequence()).isEqualTo(17);
        assertThat(frame.behaviours()).hasSizeGreaterThan(10);
        assertThat(frame.lineage().of(2)).extracting(Ancestor::id).containsExactly(2L, 1L);
        assertThat(frame.policy().modes()).containsEntry(Domain.FILE, Mode.BLOCK);
    }

    @Test
    void writesEachBehaviourAsItCame() {
        for (var entry : Examples.tree("frame.json").path("behaviours")) {
            var tree = (com.fasterxml.jackson.databind.node.ObjectNode) entry.path("behaviour");
            var behaviour = Json.read(tree, BehaviourDocument::read).stored("the example");

            assertThat(BehaviourDocument.write(behaviour)).hasToString(tree.toString());
            assertThat(Examples.objections("behaviour", tree.toString())).isEmpty();
        }
    }

    @Test
    void givesDifferentBehavioursDifferentKeys() {
        var behaviours = FrameReader.read(EXAMPLE).stored("the example").behaviours();

        assertThat(behaviours.stream().map(each -> each.behaviour().key()).distinct())
                .hasSameSizeAs(behaviours.stream().map(Observed::behaviour).distinct().toList());
    }

    @Test
    void ignoresWhatItDoesNotKnow() {
        var more = EXAMPLE.replaceFirst("\\{", "{\"later\": [1, {\"a\": null}],");

        assertThat(FrameReader.read(more)).isEqualTo(FrameReader.read(EXAMPLE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\": 1 | \"version\": 2 | version",
                "\"sequence\": 17 | \"sequence\": 0 | sequence",
                "\"sequence\": 17 | \"sequence\": \"17\" | sequence",
                "sha256:cfb5 | sha256:CFB5 | image",
                "\"kind\": \"exec\" | \"kind\": \"dance\" | behaviours[0].behaviour.kind",
                "\"verdict\": \"blocked\" | \"verdict\": \"loved\" | behaviours[0].verdict",
                "\"port\": 8080 | \"port\": 65536 | port",
                "\"minutes\": 12 | \"minutes\": 42 | minutes",
                "\"count\": 1, | \"count\": 1.5, | count",
                "2026-01-02T03:04:00.678Z | 2026-13-02T03:04:00.678Z | window.from",
                "\"access\": \"create\" | \"access\": [\"create\"] | access",
                "cat /etc/passwd | cat \\\\ud800 | arguments"
            })
    void namesTheFieldThatIsWrong(String right, String wrong, String field) {
        var spoilt = EXAMPLE.replaceFirst(java.util.regex.Pattern.quote(right), wrong);

        assertThat(spoilt).isNotEqualTo(EXAMPLE);
        assertThat(FrameReader.read(spoilt))
                .isInstanceOfSatisfying(
                        Reading.Malformed.class,
                        malformed -> assertThat(malformed.because()).contains(field));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "17",
                "[]",
                "{}",
                "{",
                "{}{}",
                "\u0000",
                "{\"a\":1,\"a\":2}"
            })
    void refusesWhatIsNoFrame(String text) {
        assertThat(FrameReader.read(text)).isInstanceOf(Reading.Malformed.class);
    }

    @Test
    void refusesDeepNestingWithoutFollowingIt() {
        var deep = "{\"a\":".repeat(9_000) + "1" + "}".repeat(9_000);

        assertThat(FrameReader.read(deep)).isInstanceOf(Reading.Malformed.class);
    }

    @Test
    void refusesWhatIsTooLongBeforeParsingIt() {
        var long_ = "{" + " ".repeat(FrameReader.MAX_BYTES) + "}";

        assertThat(FrameReader.read(long_))
                .isEqualTo(new Reading.Malformed<>("it is longer than 61440 bytes"));
    }

    @Test
    void neverThrowsOnASpoiltFrame() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var bytes = EXAMPLE.getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 3_000; round++) {
            var spoilt = bytes.clone();
            for (int hit = 0; hit <= random.nextInt(4); hit++) {
                spoilt[random.nextInt(spoilt.length)] = (byte) random.nextInt(256);
            }
            int length = random.nextInt(5) == 0 ? random.nextInt(spoilt.length) : spoilt.length;
            var text = new String(spoilt, 0, length, StandardCharsets.UTF_8);

            assertThatCode(() -> FrameReader.read(text))
                    .as("seed %d round %d", seed, round)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void followsALineageThatRunsInACircleOnce() {
        var frame = EXAMPLE.replaceFirst("\"id\": 1,", "\"id\": 1, \"parent\": 2,");

        assertThat(FrameReader.read(frame).stored("the example").lineage().of(2)).hasSize(2);
    }
}
