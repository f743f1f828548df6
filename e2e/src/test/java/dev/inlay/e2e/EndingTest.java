package dev.inlay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.e2e.docker.Container;
import dev.inlay.e2e.world.Await;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How a container ends is how its application ended.
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndingTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Pattern WAITING = Pattern.compile("waiting");

    private final Works works = Works.shared();
    private String original;
    private String instrumented;

    @BeforeAll
    void instrument() {
        original = works.image("ending", "static", "CMD [\"say\", \"hello\"]");
        instrumented = works.instrumented(original);
    }

    /// The ones with a meaning, and five others that change from day to day; all of them with
    /// `-Dinlay.long=true`.
    static IntStream statuses() {
        if (Boolean.getBoolean("inlay.long")) {
            return IntStream.rangeClosed(0, 255);
        }
        int today = (int) LocalDate.now(ZoneOffset.UTC).toEpochDay();
        return IntStream.concat(
                        IntStream.of(0, 1, 126, 127, 128, 137, 255),
                        IntStream.range(0, 5).map(i -> (today * 5 + i) % 256))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("statuses")
    void passesTheExitStatusOn(int status) {
        var outcome = works.docker().runOnce(List.of(), instrumented, List.of("exit", "" + status));

        assertThat(outcome.exit()).isEqualTo(status);
    }

    /// Abort, kill, segmentation fault, terminate: what a shell would call 128 and the number.
    @ParameterizedTest
    @ValueSource(ints = {6, 9, 11, 15})
    void passesADeathBySignalOn(int signal) {
        var outcome = works.docker().runOnce(List.of(), instrumented, List.of("die", "" + signal));

        assertThat(outcome.exit()).isEqualTo(128 + signal);
    }

    /// The application answers SIGTERM with status 42; without its handler's help `docker stop`
    /// would end in a SIGKILL and status 137.
    @Test
    void forwardsTheSignalThatStopsAContainer() {
        Container container = start(instrumented, "wait");

        works.docker().run("stop", container.name()).orFail("stop " + container.name());

        assertThat(container.await()).isEqualTo(42);
    }

    @Test
    void endsAtCtrlCOnce() {
        try (var terminal = works.terminal(instrumented, "wait")) {
            terminal.awaitShown(WAITING, SOON);

            terminal.type("\u0003");

            assertThat(terminal.await(SOON)).isEqualTo(43);
        }
    }

    /// The first process is immune to what it has no handler for. The application is not that any
    /// more, and ends as it would under any init: at once, and not by force ten seconds later.
    @Test
    void endsAtASignalItHasNoHandlerFor() {
        assertThat(once(original, "pid")).isEqualTo("1");
        assertThat(once(instrumented, "pid")).isNotEqualTo("1");
        Container immune = start(original, "linger");
        Container container = start(instrumented, "linger");

        for (var each : List.of(immune, container)) {
            works.docker().run("kill", "--signal", "TERM", each.name()).orFail("kill it");
        }

        assertThat(container.await()).isEqualTo(128 + 15);
        assertThat(immune.execute("/program", "say", "on").text()).isEqualTo("on");
        works.docker().run("kill", immune.name()).orFail("kill " + immune.name());
        assertThat(immune.await()).isEqualTo(128 + 9);
    }

    private String once(String image, String command) {
        return works.docker().runOnce(List.of(), image, List.of(command)).text();
    }

    private Container start(String image, String command) {
        String name = "ending-" + command + (image.equals(original) ? "-before" : "");
        Container container =
                works.docker().start(works.scene().name(name), List.of(), image, List.of(command));
        Await.until("the application to wait", SOON, () -> container.log().contains("waiting"));
        return container;
    }
}
