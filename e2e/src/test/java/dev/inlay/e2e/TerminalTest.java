package dev.inlay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// A person at a keyboard notices nothing: size, keys and job control reach the application.
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TerminalTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    /// Says that it begins and that it goes on after it was stopped.
    private static final String JOB =
            "sh -c 'trap \"echo continued-\\$((6*6))\" CONT; echo begun-$((7*7));"
                    + " while :; do sleep 0.1; done'";

    private final Works works = Works.shared();
    private String instrumented;

    @BeforeAll
    void instrument() {
        instrumented = works.instrumented(works.image("terminal", "debian", "CMD bash"));
    }

    @Test
    void seesTheWindowAndItsChanges() {
        String program = "trap 'stty size' WINCH; stty size; while :; do sleep 0.1; done";

        try (var terminal = works.terminal(instrumented, "bash", "-c", program)) {
            terminal.awaitShown(Pattern.compile("45 123"), SOON);
            terminal.widen(99);
            terminal.awaitShown(Pattern.compile("45 99"), SOON);
            terminal.type("\u0003");

            assertThat(terminal.await(SOON)).isEqualTo(130);
        }
    }

    /// Ctrl-C ends the foreground job and not the shell; Ctrl-Z stops a job that `fg` continues.
    @Test
    void hasJobControl() {
        try (var terminal = works.terminal(instrumented)) {
            terminal.type("echo up-$((6*7)); sleep 600\n");
            terminal.awaitShown(Pattern.compile("up-42"), SOON);
            terminal.type("\u0003");
            terminal.type("echo status-$?\n");
            terminal.awaitShown(Pattern.compile("status-130"), SOON);
            terminal.type(JOB + "\n");
            terminal.awaitShown(Pattern.compile("begun-49"), SOON);
            terminal.type("\u001a");
            terminal.awaitShown(Pattern.compile("Stopped"), SOON);
            terminal.type("fg\n");
            terminal.awaitShown(Pattern.compile("continued-36"), SOON);
            terminal.type("\u0003");
            terminal.type("exit 6\n");

            assertThat(terminal.await(SOON)).isEqualTo(6);
        }
    }
}
