package dev.inlay.instrument;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.JsonTree;
import dev.inlay.image.Layer;
import dev.inlay.image.Manifest;
import dev.inlay.image.MediaType;
import dev.inlay.image.Push;
import dev.inlay.image.TagMapping;
import dev.inlay.image.TestImage;
import dev.inlay.image.TestIndex;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What else than a plain image is pushed to repositories (`docs/images.md`), in a real registry.
@Tag("registry")
class CatalogueTest {
    private static final String REPOSITORY = "shop/odd";
    private static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";

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

    @ParameterizedTest
    @CsvSource({
        "artifact,application/vnd.cncf.helm.config.v1+json,application/vnd.cncf.helm.chart.content.v1.tar+gzip",
        "artifact,application/vnd.wasm.config.v0+json,application/wasm",
        "artifact,application/vnd.oci.empty.v1+json,application/vnd.oci.image.layer.v1.tar+gzip",
        "artifact,application/vnd.buildkit.cacheconfig.v0,application/vnd.oci.image.layer.v1.tar+gzip",
        "artifact,application/vnd.oci.image.config.v1+json,text/spdx+json",
        "signature,application/vnd.oci.image.config.v1+json,application/vnd.dev.cosign.simplesigning.v1+json",
        "attestation,application/vnd.oci.image.config.v1+json,application/vnd.dsse.envelope.v1+json",
        "attestation,application/vnd.oci.image.config.v1+json,application/vnd.in-toto+json"
    })
    void declinesWhatIsNoImage(String code, String configType, String layerType) {
        var tag = "kind-" + Digest.ofText(configType + layerType).hex().substring(0, 8);
        var image = TestImage.of(MediaType.OCI_MANIFEST, "amd64", "{}", 1);
        var text =
                text(image)
                        .replace(OCI_CONFIG, configType)
                        .replace("application/vnd.oci.image.layer.v1.tar+gzip", layerType);

        assertThat(code(push(tag, image, text))).isEqualTo(code);
        assertThat(registry.resolve(REPOSITORY, tag + "-inlay")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {",\"artifactType\":\"application/spdx+json\"}", ",\"subject\":SUBJECT}"})
    void declinesWhatIsAboutAnImage(String more) {
        var image = TestImage.of(MediaType.OCI_MANIFEST, "amd64", "{\"Cmd\":[\"subject\"]}", 1);
        var subject = TestImage.descriptor(MediaType.OCI_MANIFEST, image.manifest().digest(), 7);
        var tag = "about-" + more.length();
        var text = text(image).replaceAll("}$", more.replace("SUBJECT", subject));

        assertThat(code(push(tag, image, text))).isEqualTo("artifact");
    }

    @Test
    void declinesAManifestThatCanBeReadInTwoWays() {
        var image = TestImage.of(MediaType.OCI_MANIFEST, "amd64", "{}", 1);
        var text = text(image).replaceAll("}$", ",\"annotations\":{\"a\":\"1\",\"a\":\"2\"}}");

        assertThat(code(push("twice", image, text))).isEqualTo("malformed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "malformed | {\"os\":\"linux\",\"os\":\"linux\",",
                "os        | {\"os\":\"windows\","
            })
    void declinesAConfigurationThatIsOddOrOfAnotherSystem(String code, String begin) {
        var image = TestImage.of(MediaType.OCI_MANIFEST, "amd64", "{}", 1);
        var odd =
                new TestImage.Blob(
                        image.config()
                                .text()
                                .replace("\"os\":\"linux\",", "")
                                .replaceFirst("\\{", begin));
        registry.pushBlob(REPOSITORY, odd.digest(), odd.bytes());
        var text =
                text(image)
                        .replace(image.config().digest().value(), odd.digest().value())
                        .replace(
                                "\"size\":" + image.config().bytes().length,
                                "\"size\":" + odd.bytes().length);

        assertThat(code(push("odd-" + code, image, text))).isEqualTo(code);
    }

    @Test
    void declinesAnImageWhoseManifestHasNoRoomForMore() {
        var image = TestImage.of(MediaType.OCI_MANIFEST, "amd64", "{}", 1);
        var note = ",\"annotations\":{\"note\":\"NOTE\"}}";
        var text = text(image).replaceAll("}$", note);
        int room = Manifest.MAX_BYTES - text.length() - 100;

        assertThat(code(push("full", image, text.replace("NOTE", "x".repeat(room)))))
                .isEqualTo("manifest-too-large");
        assertThat(registry.resolve(REPOSITORY, "full-inlay")).isEmpty();
    }

    /// All of it would have to be in memory at the same time.
    @Test
    void readsNoIndexOfEndlessConfigurations() {
        var entries = new ArrayList<String>();
        for (int at = 0; at < 10; at++) {
            var text = "{\"Cmd\":[\"%d\"],\"x\":\"%s\"}".formatted(at, "x".repeat(7 << 20));
            var image = TestImage.of(MediaType.OCI_MANIFEST, "amd64", text, 0);
            LocalRegistry.pushUntagged(registry, REPOSITORY, image);
            entries.add(TestIndex.entry(image.manifest(), "linux/amd64", ""));
        }
        var index = TestIndex.of(MediaType.OCI_INDEX, entries.toArray(String[]::new));
        registry.tag(REPOSITORY, "endless", index);

        assertThatThrownBy(() -> run(new Push(REPOSITORY, "endless", index.digest())))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("64 MiB");
        assertThat(registry.resolve(REPOSITORY, "endless-inlay")).isEmpty();
    }

    @Test
    void instrumentsAnImageWhoseManifestDoesNotNameItsType() {
        var image = TestImage.of(MediaType.OCI_MANIFEST, "amd64", "{\"Cmd\":[\"unnamed\"]}", 1);
        var text = text(image).replace("\"mediaType\":\"" + MediaType.OCI_MANIFEST + "\",", "");

        var plan = plan(push("unnamed", image, text));

        assertThat(JsonTree.object(plan.root().bytes(), "the twin").has("mediaType")).isFalse();
        assertThat(registry.resolve(REPOSITORY, "unnamed-inlay")).contains(plan.root().digest());
    }

    @Test
    void givesEachTagOfAnImageItsOwnResultAndSendsTheSensorOnce() {
        var image = TestImage.oci("{\"Cmd\":[\"two tags\"]}");
        LocalRegistry.push(registry, REPOSITORY, "1.4", image);
        LocalRegistry.push(registry, REPOSITORY, "newest", image);
        var first = run(new Push(REPOSITORY, "1.4", image.manifest().digest()));
        var second = run(new Push(REPOSITORY, "newest", image.manifest().digest()));

        assertThat(plan(second).images().getFirst().source())
                .isEqualTo(plan(first).images().getFirst().source());
        assertThat(registry.resolve(REPOSITORY, "newest-inlay"))
                .contains(plan(second).root().digest());
        assertThat(((Outcome.Instrumented) second).bytesSent()).isLessThan(8 * 1024);
    }

    @Test
    void publishesUnderATagThatIsAsLongAsATagMayBe() {
        var image = TestImage.oci("{\"Cmd\":[\"long\"]}");
        var tag = "v" + "1".repeat(127);
        LocalRegistry.push(registry, REPOSITORY, tag, image);

        var plan = plan(run(new Push(REPOSITORY, tag, image.manifest().digest())));

        assertThat(plan.tag()).hasSize(128).endsWith("-inlay");
        assertThat(plan.tag()).isEqualTo(TagMapping.BESIDE.apply(tag));
        assertThat(registry.resolve(REPOSITORY, plan.tag())).contains(plan.root().digest());
    }

    @Test
    void instrumentsAnImageOfEveryKindOfLayer() {
        var layers =
                List.of(
                        Layer.ofTar("gzip".getBytes(UTF_8)),
                        Layer.ofTar("zstd".getBytes(UTF_8)),
                        Layer.ofTar("plain".getBytes(UTF_8)),
                        Layer.ofTar("encrypted".getBytes(UTF_8)));
        var image = TestImage.of(MediaType.OCI_MANIFEST, "amd64", "{}", layers);
        var text = text(image);
        for (int i = 1; i < layers.size(); i++) {
            var type = List.of("", "+zstd", "", "+gzip+encrypted").get(i);
            var digest = layers.get(i).digest();
            text =
                    text.replace(
                            "+gzip\",\"digest\":\"" + digest, type + "\",\"digest\":\"" + digest);
        }

        var plan = plan(push("layers", image, text));

        var before = JsonTree.object(text.getBytes(UTF_8), "the image").path("layers");
        var after = JsonTree.object(plan.root().bytes(), "the twin").path("layers");
        assertThat(after.valueStream().limit(layers.size()).toList())
                .isEqualTo(before.valueStream().toList());
        assertThat(after).hasSize(layers.size() + 2);
    }

    /// ECR's words, and its status.
    @Test
    void leavesATagThatMayNotMove() throws Exception {
        var image = TestImage.oci("{\"Cmd\":[\"immutable\"]}");
        LocalRegistry.push(registry, REPOSITORY, "fixed", image);
        var push = new Push(REPOSITORY, "fixed", image.manifest().digest());
        var first = plan(run(push)).root().digest();
        try (var front = FaultyFront.before(server.address())) {
            front.next(
                    "PUT",
                    "/manifests/fixed-inlay",
                    Faults.answer(
                            400,
                            Faults.error(
                                    "TAG_INVALID",
                                    "The image tag 'fixed-inlay' already exists in the 'shop/odd' repository and cannot be overwritten because the tag is immutable.")));
            var client = Distribution.of(front.address(), Credentials.anonymous());

            var outcome =
                    new Instrument(client, FakeSensor.SECOND, SettingsSource.standalone())
                            .run(push, TagMapping.BESIDE, _ -> {});

            assertThat(code(outcome)).isEqualTo("tag-immutable");
        }
        assertThat(registry.resolve(REPOSITORY, "fixed-inlay")).contains(first);
    }

    private static String text(TestImage image) {
        return new String(image.manifest().bytes(), UTF_8);
    }

    /// Pushes an image's parts and another manifest for them, and has it instrumented.
    private static Outcome push(String tag, TestImage image, String manifest) {
        LocalRegistry.pushUntagged(registry, REPOSITORY, image);
        var changed = new Manifest(manifest.getBytes(UTF_8), image.manifest().mediaType());
        registry.tag(REPOSITORY, tag, changed);
        return run(new Push(REPOSITORY, tag, changed.digest()));
    }

    private static Outcome run(Push push) {
        return new Instrument(registry, FakeSensor.FIRST, SettingsSource.standalone())
                .run(push, TagMapping.BESIDE, _ -> {});
    }

    private static String code(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Declined.class);
        var reason = ((Outcome.Declined) outcome).reason();
        assertThat(reason.text()).isNotBlank();
        return reason.code();
    }

    private static Plan plan(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Instrumented.class);
        return ((Outcome.Instrumented) outcome).plan();
    }
}
