package dev.inlay.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for every image, tried on images nobody would write. The seed is the case's name.
class MutationLawsTest {
    private static final List<String> STRINGS =
            List.of("", "/app", "--", "a b", "\"", "é", "\u0000", "$X");

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void changesNothingButWhatItIsFor(long seed) {
        var image = image(new Random(seed));
        var before = JsonTree.object(image.config().bytes(), "it");

        var twin = apply(image);

        var after = JsonTree.object(twin.configuration(), "it");
        assertThat(withoutOurs(after)).isEqualTo(withoutOurs(before));
        assertThat(
                        Entrypoint.withoutSensor(
                                Entrypoint.strings(after.path("config").path("Entrypoint"))))
                .isEqualTo(
                        Entrypoint.withoutSensor(
                                Entrypoint.strings(before.path("config").path("Entrypoint"))));
        assertThat(after.path("rootfs").path("diff_ids").size())
                .isEqualTo(twin.manifest().tree().path("layers").size());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void givesTheSameBytesEachTime(long seed) {
        var one = apply(image(new Random(seed)));
        var other = apply(image(new Random(seed)));

        assertThat(one.manifest().digest()).isEqualTo(other.manifest().digest());
        assertThat(one.configuration()).isEqualTo(other.configuration());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void canBeTakenOutAgain(long seed) {
        var image = image(new Random(seed));
        var twin = apply(image);
        var manifest = twin.manifest().tree();
        var tree = JsonTree.object(twin.configuration(), "it");

        Earlier.in(tree).orElseThrow().removeFrom(manifest, tree);

        var original = JsonTree.object(image.config().bytes(), "it");
        assertThat(manifest.path("layers")).isEqualTo(image.manifest().tree().path("layers"));
        assertThat(tree.path("rootfs")).isEqualTo(original.path("rootfs"));
        assertThat(tree.path("history")).isEqualTo(original.path("history"));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void becomesAgainWhatItWasMadeOf(long seed) {
        var image = image(new Random(seed));
        var twin = apply(image);

        var restored = Restoration.of(twin.manifest(), twin.configuration()).orElseThrow();

        var before = JsonTree.object(image.config().bytes(), "it");
        var after = JsonTree.object(restored.configuration(), "it");
        assertThat(restored.manifest().tree().path("layers"))
                .isEqualTo(image.manifest().tree().path("layers"));
        assertThat(Launch.of(after.path("config"))).isEqualTo(Launch.of(before.path("config")));
        assertThat(withoutEmpty(after)).isEqualTo(withoutEmpty(before));
        assertThat(
                        Restoration.differences(
                                image.manifest(),
                                image.config().bytes(),
                                twin.manifest(),
                                twin.configuration()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void differsFromAnythingThatWasChangedBesides(long seed) {
        var image = image(new Random(seed));
        var twin = apply(image);
        var changed = JsonTree.object(twin.configuration(), "it");
        changed.withObject("config").put("User", "root:" + seed);

        assertThat(
                        Restoration.differences(
                                image.manifest(),
                                image.config().bytes(),
                                twin.manifest(),
                                JsonTree.bytes(changed)))
                .singleElement()
                .isIn("config", "config.User");
    }

    @Test
    void keepsAHistoryThatToldOfMoreThanThereWas() {
        var image = TestImage.oci("{\"Cmd\":[\"x\"]}");
        var tree = JsonTree.object(image.config().bytes(), "it");
        for (int entry = 0; entry < image.layers().size() + 2; entry++) {
            tree.withArray("history").addObject().put("created_by", "RUN " + entry);
        }
        var twin =
                Mutation.apply(
                        image.manifest(),
                        JsonTree.bytes(tree),
                        Additions.of(image.manifest().digest()));

        var restored = Restoration.of(twin.manifest(), twin.configuration()).orElseThrow();

        assertThat(JsonTree.object(restored.configuration(), "it").path("history"))
                .isEqualTo(tree.path("history"));
    }

    private static ObjectNode withoutEmpty(ObjectNode whole) {
        var tree = whole.deepCopy();
        if (tree.get("config") instanceof ObjectNode config
                && Entrypoint.withoutSensor(Entrypoint.strings(config.path("Entrypoint")))
                        .isEmpty()) {
            config.remove("Entrypoint");
        }
        if (tree.path("config").isEmpty()) {
            tree.remove("config");
        }
        return tree;
    }

    private static Twin apply(TestImage image) {
        return Mutation.apply(
                image.manifest(), image.config().bytes(), Additions.of(image.manifest().digest()));
    }

    private static ObjectNode withoutOurs(ObjectNode whole) {
        var tree = whole.deepCopy();
        tree.remove(List.of("rootfs", "history"));
        if (tree.get("config") instanceof ObjectNode config) {
            config.remove("Entrypoint");
            if (config.get("Labels") instanceof ObjectNode labels) {
                labels.properties().removeIf(label -> label.getKey().startsWith("dev.inlay."));
            }
            if (config.path("Labels").isEmpty()) {
                config.remove("Labels");
            }
        }
        return tree;
    }

    private static TestImage image(Random random) {
        var config = JsonTree.newObject();
        if (random.nextBoolean()) {
            strings(random, config, "Entrypoint");
        }
        if (random.nextBoolean()) {
            strings(random, config, "Cmd");
        }
        if (random.nextBoolean()) {
            config.putObject("Labels").put(string(random), string(random));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            config.put("x" + string(random), random.nextLong());
        }
        int layers = random.nextInt(5);
        var image =
                TestImage.of(
                        random.nextBoolean() ? MediaType.OCI_MANIFEST : MediaType.DOCKER_MANIFEST,
                        "amd64",
                        new String(JsonTree.bytes(config), UTF_8),
                        layers);
        return random.nextBoolean() ? image : withHistory(random, image, layers);
    }

    private static TestImage withHistory(Random random, TestImage image, int layers) {
        var tree = JsonTree.object(image.config().bytes(), "it");
        var history = tree.putArray("history");
        for (int left = layers; left > 0; ) {
            boolean empty = random.nextBoolean();
            history.addObject().put("created_by", string(random)).put("empty_layer", empty);
            left -= empty ? 0 : 1;
        }
        return new TestImage(
                image.manifest(),
                image.layers(),
                new TestImage.Blob(new String(JsonTree.bytes(tree), UTF_8)));
    }

    private static void strings(Random random, ObjectNode to, String name) {
        var list = to.putArray(name);
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(string(random));
        }
    }

    private static String string(Random random) {
        return STRINGS.get(random.nextInt(STRINGS.size()));
    }
}
