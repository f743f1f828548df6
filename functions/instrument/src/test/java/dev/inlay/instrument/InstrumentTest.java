package dev.inlay.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.image.Digest;
import dev.inlay.image.JsonTree;
import dev.inlay.image.Push;
import dev.inlay.image.Step;
import dev.inlay.image.TagMapping;
import dev.inlay.image.TestImage;
import dev.inlay.registry.Distribution;
import dev.inlay.registry.LocalRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("registry")
class InstrumentTest {
    private static final String REPOSITORY = "shop/web";

    @TempDir static Path directory;
    private static LocalRegistry server;
    private static Distribution registry;

    @BeforeAll
    static void start() throws Exception {
        server = LocalRegistry.start(directory);
        registry = server.client();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void putsTheInstrumentedImageBesideTheOriginal() {
        var push =
                pushed("beside", TestImage.oci("{\"Entrypoint\":[\"/app\"],\"Cmd\":[\"serve\"]}"));
        var steps = new ArrayList<Step>();

        var outcome = instrument(FakeSensor.FIRST).run(push, TagMapping.BESIDE, steps::add);

        assertThat(outcome).isInstanceOf(Outcome.Instrumented.class);
        assertThat(steps).containsExactly(Step.values());
        assertThat(registry.resolve(REPOSITORY, "beside")).contains(push.digest());
        assertThat(entrypoint("beside-inlay")).containsExactly("/.inlay/sensor", "--", "/app");
    }

    @Test
    void givesTheSameDigestAndSendsNothingTheSecondTime() {
        var push = pushed("twice", TestImage.docker("{\"Cmd\":[\"serve\"]}"));
        var first = (Outcome.Instrumented) run(FakeSensor.FIRST, push);

        var second = (Outcome.Instrumented) run(FakeSensor.FIRST, push);

        assertThat(second.plan().root().digest()).isEqualTo(first.plan().root().digest());
        assertThat(first.bytesSent()).isPositive();
        assertThat(second.bytesSent()).isZero();
    }

    private static Instrument instrument(SensorLayers sensor) {
        return new Instrument(registry, sensor, SettingsSource.standalone());
    }

    private static Outcome run(SensorLayers sensor, Push push) {
        return instrument(sensor).run(push, TagMapping.BESIDE, _ -> {});
    }

    private static Push pushed(String tag, TestImage image) {
        LocalRegistry.push(registry, REPOSITORY, tag, image);
        return new Push(REPOSITORY, tag, image.manifest().digest());
    }

    private static List<String> entrypoint(String tag) {
        var manifest =
                JsonTree.object(registry.manifest(REPOSITORY, tag).orElseThrow().bytes(), tag);
        var config = new Digest(manifest.path("config").path("digest").asText());
        var tree = JsonTree.object(registry.blob(REPOSITORY, config, 1 << 20), tag);
        return tree.path("config")
                .path("Entrypoint")
                .valueStream()
                .map(node -> node.asText())
                .toList();
    }
}
