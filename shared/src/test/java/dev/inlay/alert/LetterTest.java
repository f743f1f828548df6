package dev.inlay.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LetterTest {
    @Test
    void saysWhatHappenedWhereItCameFromAndWhatToDo() {
        var text = new Letter(AlertExamples.shell()).text();

        assertThat(text)
                .startsWith("/opt/jre/bin/java tried to start /usr/bin/dash")
                .contains("blocked (no rule allows it)")
                .contains("critical, ATT&CK T1059.004")
                .contains("registry.example/shop/web:1.4 " + AlertExamples.IMAGE)
                .contains("exactly         sh -c cat /etc/passwd")
                .containsSubsequence("/usr/bin/dash sh -c", "/opt/jre/bin/java java -jar shop.jar")
                .contains("./inlay alerts " + AlertExamples.IMAGE);
    }

    @Test
    void saysWhatElseWasDoneTheSameWay() {
        var commands =
                Stream.of("id", "rm -r /")
                        .map(word -> List.of("sh", "-c", word))
                        .map(words -> AlertExamples.violation("x", words, Optional.empty()))
                        .reduce(Alert::merge)
                        .orElseThrow();

        var text = new Letter(commands).text();

        assertThat(text)
                .contains("exactly         sh -c rm -r /\n")
                .contains("also            sh -c id (3 times, last " + AlertExamples.AT + ")\n");
    }

    /// Names and arguments are an attacker's to choose.
    @Test
    void letsNothingOutOfItsLine() {
        var hostile = "a\r\nsubject: you won\u0007\u202e\u2028\u001b[2J";
        var letter =
                new Letter(AlertExamples.violation(hostile, List.of(hostile), Optional.empty()));
        long lines = new Letter(AlertExamples.shell()).text().lines().count();

        assertThat(letter.text().lines().count()).isEqualTo(lines);
        assertThat(letter.text()).doesNotContain("\u0007", "\u202e", "\u001b", "\r");
        assertThat(letter.subject(100)).matches("[ -~]{1,100}");
    }

    @Test
    void cutsASubjectWhereItHasToEnd() {
        var letter =
                new Letter(AlertExamples.violation("x".repeat(500), List.of(), Optional.empty()));

        assertThat(letter.subject(100)).hasSize(100).endsWith("...");
        assertThat(letter.subject(1_000)).doesNotEndWith("...");
    }

    @Test
    void cutsAnEndlessCommandLine() {
        var endless = List.of("\ud83d\ude00".repeat(100_000));
        var text = new Letter(AlertExamples.violation("x", endless, Optional.empty())).text();

        assertThat(text.lines()).allMatch(line -> line.codePointCount(0, line.length()) <= 501);
    }
}
