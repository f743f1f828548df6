package dev.inlay.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.alert.AlertDocument;
import dev.inlay.alert.AlertExamples;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AlertTextTest {
    private static String printed(String... commands) {
        var alert =
                Stream.of(commands)
                        .map(word -> List.of("sh", "-c", word))
                        .map(words -> AlertExamples.violation("x", words, Optional.empty()))
                        .reduce((one, other) -> one.merge(other))
                        .orElseThrow();
        var out = new ByteArrayOutputStream();
        new AlertText(AlertDocument.tree(alert))
                .print(new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void showsEveryCommandThatIsCountedInIt() {
        assertThat(printed("id", "rm -r /"))
                .contains("example  sh -c rm -r /\n")
                .contains("also     sh -c id (3 times, last 2026-01-02T03:04:05Z)\n");
    }

    @Test
    void showsACommandOnce() {
        assertThat(printed("id")).contains("example  sh -c id\n").doesNotContain("also");
    }

    /// Arguments are an attacker's to choose.
    @Test
    void letsNothingOutOfItsLine() {
        assertThat(printed("a\nalso b", "\u001b[2J"))
                .doesNotContain("\u001b")
                .doesNotContain("\nalso b");
    }
}
