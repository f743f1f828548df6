package dev.inlay.instrument;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.image.Digest;
import dev.inlay.image.JsonTree;
import dev.inlay.image.Manifest;
import dev.inlay.image.MediaType;
import dev.inlay.image.Push;
import dev.inlay.image.Reason;
import dev.inlay.image.Step;
import dev.inlay.image.TagMapping;
import dev.inlay.image.TestImage;
import dev.inlay.registry.Credentials;
import dev.inlay.registry.Distribution;
import dev.inlay.registry.Faults;
import dev.inlay.registry.FaultyFront;
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

    @Test
    void instrumentsEveryPlatformOfAnIndexAndKeepsTheRest() {
        var index = index("multi", MediaType.OCI_INDEX);

        var plan = plan(run(FakeSensor.FIRST, index));

        var after = tree(registry.manifest(REPOSITORY, "multi-inlay").orElseThrow());
        assertThat(after.path("manifests")).hasSize(3);
        assertThat(after.path("manifests").path(2))
                .isEqualTo(
                        tree(registry.manifest(REPOSITORY, "multi").orElseThrow())
                                .path("manifests")
                                .path(3));
        assertThat(plan.members())
                .extracting(member -> member.platform().toString())
                .containsExactly("linux/amd64", "linux/arm64", "windows/amd64");
        assertThat(plan.members().get(2).left()).map(Reason::code).contains("os");
        assertThat(plan.images())
                .allSatisfy(image ->
                        assertThat(registry.manifest(REPOSITORY, image.twin().manifest().digest()))
                                .isPresent());
    }

    @Test
    void declinesAnIndexOfWhichNothingCanBeInstrumented() {
        var image = TestImage.of(MediaType.DOCKER_MANIFEST, "s390x", "{}", 1);
        LocalRegistry.pushUntagged(registry, REPOSITORY, image);
        var push =
                pushed(
                        "exotic",
                        indexOf(MediaType.DOCKER_INDEX, entry(image, "linux", "s390x", "")));

        assertThat(reason(run(FakeSensor.FIRST, push)).code()).isEqualTo("nothing-to-instrument");
        assertThat(registry.resolve(REPOSITORY, "exotic-inlay")).isEmpty();
    }

    @Test
    void looksAtWhatTheTagPointsAtNow() {
        var first = pushed("moving", TestImage.oci("{\"Cmd\":[\"first\"]}"));
        var second = pushed("moving", TestImage.oci("{\"Cmd\":[\"second\"]}"));

        assertThat(run(FakeSensor.FIRST, first)).isEqualTo(new Outcome.Moved(second.digest()));
        assertThat(registry.resolve(REPOSITORY, "moving-inlay")).isEmpty();
    }

    @Test
    void publishesNothingWhenTheTagMovesMeanwhile() {
        var first = pushed("hasty", TestImage.oci("{\"Cmd\":[\"hasty 1\"]}"));

        var outcome =
                instrument(FakeSensor.FIRST)
                        .run(
                                first,
                                TagMapping.BESIDE,
                                step -> {
                                    if (step == Step.PUBLISH) {
                                        pushed("hasty", TestImage.oci("{\"Cmd\":[\"hasty 2\"]}"));
                                    }
                                });

        assertThat(outcome).isInstanceOf(Outcome.Moved.class);
        assertThat(registry.resolve(REPOSITORY, "hasty-inlay")).isEmpty();
    }

    @Test
    void leavesATagAloneThatSomebodyElseMade() {
        var push = pushed("shared", TestImage.oci("{\"Cmd\":[\"shared\"]}"));
        var other = pushed("shared-inlay", TestImage.oci("{\"Cmd\":[\"theirs\"]}"));

        assertThat(reason(run(FakeSensor.FIRST, push)).code()).isEqualTo("target-taken");
        assertThat(registry.resolve(REPOSITORY, "shared-inlay")).contains(other.digest());
    }

    @Test
    void movesATagThatAMappingNames() {
        var push = pushed("build-1", TestImage.oci("{\"Cmd\":[\"built\"]}"));
        pushed("release-1", TestImage.oci("{\"Cmd\":[\"theirs\"]}"));

        var outcome =
                instrument(FakeSensor.FIRST)
                        .run(push, TagMapping.parse("build-*=release-*"), _ -> {});

        assertThat(registry.resolve(REPOSITORY, "release-1"))
                .contains(plan(outcome).root().digest());
    }

    @Test
    void replacesItsOwnOlderResult() {
        var push = pushed("old", TestImage.oci("{\"Cmd\":[\"old\"]}"));
        var first = plan(run(FakeSensor.FIRST, push));

        var second = plan(run(FakeSensor.SECOND, push));

        assertThat(second.root().digest()).isNotEqualTo(first.root().digest());
        assertThat(registry.resolve(REPOSITORY, "old-inlay")).contains(second.root().digest());
    }

    @Test
    void goesBackToTheSourceOfAnOutdatedResult() {
        var push = pushed("once", TestImage.oci("{\"Cmd\":[\"once\"]}"));
        var older = plan(run(FakeSensor.FIRST, push)).root();
        registry.tag(REPOSITORY, "retagged", older);

        var plan = plan(run(FakeSensor.SECOND, new Push(REPOSITORY, "retagged", older.digest())));

        assertThat(plan.images().getFirst().source()).isEqualTo(push.digest());
        assertThat(tree(plan.root()).path("layers")).hasSize(4);
    }

    @Test
    void stripsAnOutdatedResultWhoseSourceIsGone() {
        var source = TestImage.oci("{\"Cmd\":[\"gone\"]}");
        var push = new Push("shop/gone", "1", source.manifest().digest());
        LocalRegistry.push(registry, "shop/gone", "1", source);
        var older = plan(run(FakeSensor.FIRST, push));
        var copy = "shop/copy-of-gone";
        source.layers()
                .forEach(layer -> registry.pushBlob(copy, layer.digest(), layer.compressed()));
        var image = older.images().getFirst();
        registry.pushBlob(copy, image.sensor().digest(), image.sensor().compressed());
        registry.pushBlob(copy, image.settings().digest(), image.settings().compressed());
        registry.pushBlob(
                copy, Digest.of(image.twin().configuration()), image.twin().configuration());
        registry.tag(copy, "1", older.root());

        var plan = plan(run(FakeSensor.SECOND, new Push(copy, "1", older.root().digest())));

        assertThat(plan.images().getFirst().source()).isEqualTo(push.digest());
        assertThat(tree(plan.root()).path("layers")).hasSize(4);
    }

    @Test
    void doesNothingToItsOwnResult() {
        var push = pushed("own", TestImage.oci("{\"Cmd\":[\"own\"]}"));
        var result = plan(run(FakeSensor.FIRST, push)).root();
        registry.tag(REPOSITORY, "renamed", result);

        assertThat(
                        reason(
                                        run(
                                                FakeSensor.FIRST,
                                                new Push(REPOSITORY, "renamed", result.digest())))
                                .code())
                .isEqualTo("already-instrumented");
        assertThat(
                        reason(
                                        run(
                                                FakeSensor.FIRST,
                                                new Push(REPOSITORY, "own-inlay", result.digest())))
                                .code())
                .isEqualTo("own-tag");
    }

    @Test
    void saysThatTheSourceIsGone() {
        var push = new Push(REPOSITORY, "never-pushed", Digest.ofText("nothing"));

        assertThat(reason(run(FakeSensor.FIRST, push)).code()).isEqualTo("source-gone");
    }

    /// CNCF's registry notifies of a manifest a moment before it writes the tag.
    @Test
    void waitsForATagThatIsToldOfBeforeItIsThere() throws Exception {
        var push = pushed("early", TestImage.oci("{\"Cmd\":[\"early\"]}"));
        try (var front = FaultyFront.before(server.address())) {
            for (int look = 0; look < 3; look++) {
                front.next("GET", "/manifests/early", Faults.answer(404, ""));
            }
            var hasty = Distribution.of(front.address(), Credentials.anonymous());

            var outcome =
                    new Instrument(hasty, FakeSensor.FIRST, SettingsSource.standalone())
                            .run(push, TagMapping.BESIDE, _ -> {});

            assertThat(outcome).isInstanceOf(Outcome.Instrumented.class);
        }
    }

    @Test
    void saysThatATagIsGoneWhoseImageIsStillThere() {
        var image = TestImage.oci("{\"Cmd\":[\"untagged\"]}");
        LocalRegistry.pushUntagged(registry, REPOSITORY, image);
        var push = new Push(REPOSITORY, "never-tagged", image.manifest().digest());

        assertThat(reason(run(FakeSensor.FIRST, push)).code()).isEqualTo("source-gone");
    }

    @Test
    void doesOnlyReadWhenItIsAskedForAPlan() {
        var push = pushed("planned", TestImage.oci("{\"Cmd\":[\"planned\"]}"));

        var planning = instrument(FakeSensor.FIRST).plan(push, TagMapping.BESIDE, _ -> {});

        assertThat(planning)
                .isInstanceOfSatisfying(
                        Planning.Planned.class,
                        planned -> {
                            assertThat(planned.plan().tag()).isEqualTo("planned-inlay");
                            assertThat(
                                            registry.hasBlob(
                                                    REPOSITORY,
                                                    planned.plan()
                                                            .images()
                                                            .getFirst()
                                                            .settings()
                                                            .digest()))
                                    .isFalse();
                        });
        assertThat(registry.resolve(REPOSITORY, "planned-inlay")).isEmpty();
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

    private static Push index(String tag, String mediaType) {
        var amd = TestImage.of(MediaType.OCI_MANIFEST, "amd64", "{\"Cmd\":[\"amd\"]}", 1);
        var arm = TestImage.of(MediaType.OCI_MANIFEST, "arm64", "{\"Cmd\":[\"arm\"]}", 1);
        var windows = TestImage.of(MediaType.OCI_MANIFEST, "amd64", "{\"Cmd\":[\"win\"]}", 1);
        var statement = TestImage.of(MediaType.OCI_MANIFEST, "unknown", "{}", 1);
        for (var image : List.of(amd, arm, windows, statement)) {
            LocalRegistry.pushUntagged(registry, REPOSITORY, image);
        }
        return pushed(
                tag,
                indexOf(
                        mediaType,
                        entry(amd, "linux", "amd64", ""),
                        entry(
                                statement,
                                "unknown",
                                "unknown",
                                ",\"annotations\":{\"vnd.docker.reference.type\":\"attestation-manifest\"}"),
                        entry(arm, "linux", "arm64", ""),
                        entry(windows, "windows", "amd64", "")));
    }

    private static Manifest indexOf(String mediaType, String... entries) {
        var text =
                "{\"schemaVersion\":2,\"mediaType\":\""
                        + mediaType
                        + "\",\"manifests\":["
                        + String.join(",", entries)
                        + "]}";
        return new Manifest(text.getBytes(UTF_8), mediaType);
    }

    private static String entry(TestImage image, String os, String architecture, String rest) {
        return "{\"mediaType\":\""
                + image.manifest().mediaType()
                + "\",\"digest\":\""
                + image.manifest().digest()
                + "\",\"size\":"
                + image.manifest().bytes().length
                + ",\"platform\":{\"os\":\""
                + os
                + "\",\"architecture\":\""
                + architecture
                + "\"}"
                + rest
                + "}";
    }

    private static Push pushed(String tag, Manifest index) {
        registry.tag(REPOSITORY, tag, index);
        return new Push(REPOSITORY, tag, index.digest());
    }

    private static Plan plan(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Instrumented.class);
        return ((Outcome.Instrumented) outcome).plan();
    }

    private static Reason reason(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Declined.class);
        return ((Outcome.Declined) outcome).reason();
    }

    private static JsonNode tree(Manifest manifest) {
        return JsonTree.object(manifest.bytes(), "a manifest");
    }
}
