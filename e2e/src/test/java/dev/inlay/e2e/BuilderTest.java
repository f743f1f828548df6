package dev.inlay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.e2e.docker.Container;
import dev.inlay.e2e.world.Await;
import dev.inlay.e2e.world.Command;
import dev.inlay.e2e.world.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whoever built an image: the instrumented one has the same layers and files, the same
/// configuration but for what `docs/images.md` names, and runs as the original does. The judges are
/// umoci, skopeo and Docker.
@Tag("docker")
class BuilderTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Works works = Works.shared();

    static List<Builder> builders() {
        return Sample.ofToday(Builder.ALL, 3);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("builders")
    void givesImagesThatStayWhatTheyAre(Builder builder) throws Exception {
        String name = works.scene().name("by-" + builder.name());
        String original = works.registry().host() + "/works/" + name + ":1";
        builder.work().build(Workshop.shared(), original);
        String instrumented = works.awaitInstrumented(original);

        var before = Unpacked.of(works.scene(), original, name + "-before");
        var after = Unpacked.of(works.scene(), instrumented, name + "-after");

        assertThat(after.layers())
                .hasSize(before.layers().size() + 2)
                .containsSubsequence(before.layers());
        assertThat(withoutOurs(after.files())).isEqualTo(before.files());
        assertThat(after.files().keySet()).contains(".inlay/sensor", ".inlay/config.json");
        assertThat(withoutOurs(after.configuration()))
                .isEqualTo(withoutOurs(before.configuration()));
        assertThat(entrypoint(after))
                .isEqualTo("[\"/.inlay/sensor\",\"--\"," + entrypoint(before).substring(1));
        if (builder.name().endsWith("zstd")) {
            runsAlike(loaded(name + "-before"), loaded(name + "-after"));
        } else {
            works.docker().pull(original);
            works.docker().pull(instrumented);
            runsAlike(original, instrumented);
        }
    }

    /// Docker 20.10 knows no zstd, so it gets what skopeo unpacked.
    private String loaded(String name) {
        String from = "oci:" + works.scene().file(name) + "/layout:1";
        String image = name + ":1";
        works.scene().atTheEnd(() -> works.docker().run("image", "rm", "--force", image));
        Command.of("skopeo", "copy", "--quiet", from, "docker-daemon:" + image)
                .run()
                .orFail("give " + from + " to Docker");
        return image;
    }

    private void runsAlike(String original, String instrumented) {
        for (var command :
                List.of(List.<String>of(), List.of("say", "a  b", ""), List.of("exit", "9"))) {
            assertThat(once(instrumented, command)).isEqualTo(once(original, command));
        }
        assertThat(once(instrumented, List.of("say", "x"), "--read-only"))
                .isEqualTo(once(original, List.of("say", "x"), "--read-only"));
        // As process 1 the original would be immune against its own signals.
        assertThat(once(instrumented, List.of("die", "11"), "--init").exit())
                .isEqualTo(once(original, List.of("die", "11"), "--init").exit())
                .isEqualTo(128 + 11);
        assertThat(stopped(instrumented)).isEqualTo(stopped(original)).isIn(42, 43);
    }

    private Outcome once(String image, List<String> command, String... options) {
        return works.docker().runOnce(List.of(options), image, command);
    }

    /// How it ends at `docker stop`, which sends the image's own signal.
    private int stopped(String image) {
        String name = works.scene().name("stopped-" + Integer.toHexString(image.hashCode()));
        Container container = works.docker().start(name, List.of(), image, List.of("wait"));
        Await.until("the application to wait", SOON, () -> container.log().contains("waiting"));
        works.docker().run("stop", name).orFail("stop " + name);
        int status = container.await();
        container.remove();
        return status;
    }

    private static Map<String, String> withoutOurs(Map<String, String> files) {
        var rest = new TreeMap<>(files);
        rest.keySet().removeIf(path -> path.equals(".inlay") || path.startsWith(".inlay/"));
        return rest;
    }

    /// What `docs/images.md` says is changed.
    private static ObjectNode withoutOurs(ObjectNode configuration) {
        var rest = configuration.deepCopy();
        rest.withObject("config").remove("Entrypoint");
        var labels = rest.withObject("config").withObject("Labels");
        labels.properties().removeIf(label -> label.getKey().startsWith("dev.inlay."));
        if (labels.isEmpty()) {
            rest.withObject("config").remove("Labels");
        }
        boolean instrumented = !configuration.at("/config/Labels/dev.inlay.sensor").isMissingNode();
        for (int ours = 0; instrumented && ours < 2; ours++) {
            rest.withArray("/rootfs/diff_ids")
                    .remove(rest.withArray("/rootfs/diff_ids").size() - 1);
            if (rest.path("history").isArray()) {
                rest.withArray("history").remove(rest.withArray("history").size() - 1);
            }
        }
        return rest;
    }

    private static String entrypoint(Unpacked image) {
        return image.configuration().at("/config/Entrypoint").toString();
    }
}
