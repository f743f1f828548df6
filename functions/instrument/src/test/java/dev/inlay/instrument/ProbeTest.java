package dev.inlay.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Layer;
import dev.inlay.image.Platform;
import dev.inlay.registry.LocalRegistry;
import dev.inlay.task.Errands;
import dev.inlay.task.Errands.Ended;
import dev.inlay.task.Errands.Errand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("registry")
class ProbeTest {
    private static final String SAID =
            "{\n  \"version\": 1,\n  \"tier\": \"notify\",\n  \"kernel\": \"5.10.0\"\n}";

    @TempDir static Path directory;
    private static LocalRegistry server;

    private final List<Errand> asked = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        server = LocalRegistry.start(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void runsTheSensorAloneAndReadsWhatItSays() {
        var told = probe(new Ended(0, SAID, "", "here")).ask("amd64");

        assertThat(told.answer().path("tier").asText()).isEqualTo("notify");
        assertThat(told.place()).isEqualTo("here");
        var errand = asked.getFirst();
        assertThat(errand.command()).containsExactly("/.inlay/sensor", "probe");
        var client = server.client();
        var pushed = client.manifest("inlay-probe", "probe-amd64").orElseThrow();
        assertThat(errand.image()).isEqualTo(server.address() + "/inlay-probe@" + pushed.digest());
        assertThat(client.hasBlob("inlay-probe", layer().digest())).isTrue();
    }

    @Test
    void saysWhyThereIsNoAnswer() {
        assertThatThrownBy(() ->
                        probe(new Ended(-1, "", "CannotPullContainerError", "here")).ask("amd64"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContainingAll(
                        "before the sensor ran", "CannotPullContainerError", "its log is empty");
        assertThatThrownBy(() -> probe(new Ended(0, "nonsense", "", "here")).ask("amd64"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("nonsense");
        assertThatThrownBy(() -> probe(new Ended(0, "{garbage", "", "here")).ask("amd64"))
                .isInstanceOf(PermanentFailure.class);
        assertThatThrownBy(() -> probe(new Ended(0, SAID, "", "here")).ask("s390x"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("s390x");
    }

    private Probe probe(Ended ended) {
        Errands errands =
                errand -> {
                    asked.add(errand);
                    return ended;
                };
        return new Probe(server.client(), "inlay-probe", new OneSensor(), errands);
    }

    private static Layer layer() {
        return Layer.ofTar(new byte[1_024]);
    }

    private static final class OneSensor implements SensorLayers {
        @Override
        public Set<Platform> platforms() {
            return Set.of(new Platform("linux", "amd64", ""));
        }

        @Override
        public Built layer(Platform platform) {
            return new Built(ProbeTest.layer(), "0.1.0");
        }
    }
}
