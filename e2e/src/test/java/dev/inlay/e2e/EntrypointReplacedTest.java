package dev.inlay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.e2e.world.Outcome;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Who names another entrypoint when a container starts has replaced the sensor, unless the new one
/// begins with it. An image that starts nothing by itself says so.
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EntrypointReplacedTest {
    private static final List<String> FIRST = List.of("/proc/1/comm");

    private final Works works = Works.shared();
    private String instrumented;

    @BeforeAll
    void instrument() {
        instrumented = works.instrumented(works.image("replaced", "debian", "CMD echo hello"));
    }

    @Test
    void runsWithoutTheSensor() {
        assertThat(run(List.of("--entrypoint", "cat"), FIRST).text()).isEqualTo("cat");
    }

    @Test
    void runsWithTheSensorThatItNames() {
        var command = List.of("--", "cat", "/proc/1/comm");

        assertThat(run(List.of("--entrypoint", "/.inlay/sensor"), command).text())
                .isEqualTo("sensor");
        assertThat(run(List.of(), List.of("cat", "/proc/1/comm")).text()).isEqualTo("sensor");
    }

    @Test
    void saysThatAnImageStartsNothing() {
        String original = works.image("nothing", "debian", "ENTRYPOINT []\nCMD []");
        String none = works.instrumented(original);

        var before = works.docker().runOnce(List.of(), original, List.of());
        var after = works.docker().runOnce(List.of(), none, List.of());

        assertThat(before.exit()).isEqualTo(125);
        assertThat(before.error()).containsIgnoringCase("no command specified");
        assertThat(after.exit()).isEqualTo(127);
        assertThat(after.error().lines()).singleElement().asString().contains("no command");
        assertThat(works.docker().runOnce(List.of(), none, List.of("echo", "given")).text())
                .isEqualTo("given");
    }

    private Outcome run(List<String> options, List<String> command) {
        return works.docker().runOnce(options, instrumented, command);
    }
}
