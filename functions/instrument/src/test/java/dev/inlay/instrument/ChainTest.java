package dev.inlay.instrument;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.image.Digest;
import dev.inlay.image.ImageRef;
import dev.inlay.image.JsonTree;
import dev.inlay.image.Layer;
import dev.inlay.image.Manifest;
import dev.inlay.image.MediaType;
import dev.inlay.image.Push;
import dev.inlay.image.SettingsLayer;
import dev.inlay.image.TagMapping;
import dev.inlay.image.TestImage;
import dev.inlay.policy.TestSigner;
import dev.inlay.policy.TrustedKey;
import dev.inlay.registry.Distribution;
import dev.inlay.registry.LocalRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whoever exchanges one link is found out by that link.
@Tag("registry")
class ChainTest {
    private static final String REPOSITORY = "shop/web";

    @TempDir static Path directory;
    private static LocalRegistry server;
    private static Distribution registry;

    private final TestSigner signer = new TestSigner();
    private final TestSigner stranger = new TestSigner();
    private final String tag = "t" + UUID.randomUUID();

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
    void holdsFromTheTagToTheOriginal() {
        instrumented();

        var links = check(tag + "-inlay", signer.trusted());

        assertThat(links)
                .extracting(Link::name)
                .containsExactly(
                        "reference",
                        "labels",
                        "sensor",
                        "settings",
                        "policy",
                        "source",
                        "configuration",
                        "attestation");
        assertThat(links).allMatch(link -> link.state() == Link.State.HOLDS);
    }

    @Test
    void holdsWithoutAControlPlaneAndSaysThatThereIsNoPolicy() {
        run(
                push(TestImage.docker("{\"Cmd\":[\"x\"]}")),
                SettingsSource.standalone(),
                Optional.empty());

        var links = check(tag + "-inlay");

        assertThat(state(links, "policy")).isEqualTo(Link.State.ABSENT);
        assertThat(links)
                .filteredOn(link -> !link.name().equals("policy"))
                .allMatch(link -> link.state() == Link.State.HOLDS);
    }

    @Test
    void holdsForEveryPlatformOfAnIndex() {
        var one = TestImage.of(MediaType.OCI_MANIFEST, "amd64", "{\"Cmd\":[\"a\"]}", 1);
        var other = TestImage.of(MediaType.OCI_MANIFEST, "arm64", "{\"Cmd\":[\"b\"]}", 2);
        List.of(one, other)
                .forEach(image -> LocalRegistry.pushUntagged(registry, REPOSITORY, image));
        var index =
                JsonTree.newObject().put("schemaVersion", 2).put("mediaType", MediaType.OCI_INDEX);
        var entries = index.putArray("manifests");
        entry(entries, one, "amd64");
        entry(entries, other, "arm64");
        var manifest = new Manifest(JsonTree.bytes(index), MediaType.OCI_INDEX);
        registry.tag(REPOSITORY, tag, manifest);
        run(new Push(REPOSITORY, tag, manifest.digest()), signed(signer), Optional.of(signer));

        var links = check(tag + "-inlay", signer.trusted());

        assertThat(links).allMatch(link -> link.state() == Link.State.HOLDS);
        assertThat(links)
                .filteredOn(link -> link.name().equals("sensor"))
                .extracting(Link::of)
                .containsExactly("linux/amd64", "linux/arm64");
    }

    @Test
    void findsATagThatPointsElsewhere() {
        instrumented();

        assertThat(broken(check(tag + "-inlay@" + Digest.ofText("another"))))
                .containsExactly("reference");
        assertThat(broken(check("none"))).containsExactly("reference");
    }

    @Test
    void findsAnImageThatIsNotInstrumented() {
        push(TestImage.oci("{\"Cmd\":[\"plain\"]}"));

        assertThat(broken(check(tag))).containsExactly("labels");
    }

    @Test
    void findsLabelsThatDoNotFitTheLayers() {
        tamper((_, config) ->
                config.withObject("config").withObject("Labels").remove("dev.inlay.sensor.layer"));

        assertThat(broken(check("tampered"))).contains("labels");
    }

    @Test
    void findsAnEntrypointWithoutTheSensor() {
        tamper((_, config) -> config.withObject("config").putArray("Entrypoint").add("/app"));

        assertThat(broken(check("tampered"))).contains("labels");
    }

    @Test
    void findsAnotherSensor() {
        var other = Layer.ofTar("a sensor that sees nothing".getBytes(UTF_8));
        tamper((manifest, config) -> exchange(manifest, config, 2, other, "sensor"));

        assertThat(broken(check("tampered"))).contains("sensor");
        assertThat(state(check("tampered", Set.of(other.digest())), "sensor"))
                .isEqualTo(Link.State.HOLDS);
    }

    @Test
    void findsSettingsOfAnotherImage() {
        var other =
                SettingsLayer.of(
                        ("{\"image\":\"" + Digest.ofText("x") + "\"}").getBytes(UTF_8),
                        Optional.empty());
        tamper((manifest, config) -> exchange(manifest, config, 1, other, "settings"));

        assertThat(broken(check("tampered"))).contains("settings");
    }

    @Test
    void findsASettingsLayerThatHoldsSomethingElse() {
        var other = Layer.ofTar("no tar of ours".repeat(100).getBytes(UTF_8));
        tamper((manifest, config) -> exchange(manifest, config, 1, other, "settings"));

        assertThat(broken(check("tampered"))).contains("settings");
    }

    @Test
    void findsAPolicyThatNobodyTrustedSigned() {
        var image = push(TestImage.oci("{\"Cmd\":[\"" + tag + "\"]}"));
        run(
                image,
                source -> PolicySettings.of(source.digest(), stranger, List.of(signer)),
                Optional.of(signer));

        assertThat(broken(check(tag + "-inlay"))).containsExactly("policy");
    }

    @Test
    void findsAnotherControlPlaneWhenTheKeyIsKnown() {
        run(
                push(TestImage.oci("{\"Cmd\":[\"" + tag + "\"]}")),
                signed(stranger),
                Optional.of(stranger));

        assertThat(broken(check(tag + "-inlay"))).isEmpty();
        assertThat(broken(check(tag + "-inlay", signer.trusted())))
                .containsExactly("policy", "attestation");
    }

    @Test
    void findsAnOriginalThatIsGoneOrAnother() {
        var other = TestImage.oci("{\"Cmd\":[\"another original\"]}");
        LocalRegistry.pushUntagged(registry, REPOSITORY, other);
        tamper((_, config) -> label(config, "source.digest", other.manifest().digest()));

        assertThat(broken(check("tampered"))).contains("source");

        tamper((_, config) -> label(config, "source.digest", Digest.ofText("gone")));

        assertThat(broken(check("tampered"))).contains("source");
    }

    @Test
    void findsALayerThatWasExchangedOrPutInBetween() {
        var other = Layer.ofTar("a layer of somebody's".getBytes(UTF_8));
        tamper((manifest, config) -> exchange(manifest, config, 4, other, ""));

        assertThat(broken(check("tampered"))).contains("source");
    }

    @Test
    void findsAConfigurationThatWasChangedBesides() {
        tamper((_, config) -> config.withObject("config").putArray("Env").add("LD_PRELOAD=/x"));

        assertThat(check("tampered"))
                .filteredOn(link -> link.state() == Link.State.BROKEN)
                .extracting(Link::name, Link::text)
                .contains(tuple("configuration", "it differs from the original's in config.Env"));
    }

    @Test
    void findsThatAnAttestationIsMissingUnsignedOrForged() {
        var image = push(TestImage.oci("{\"Cmd\":[\"" + tag + "\"]}"));
        run(image, signed(signer), Optional.empty());
        assertThat(broken(check(tag + "-inlay"))).containsExactly("attestation");

        run(image, signed(signer), Optional.of(stranger));
        assertThat(broken(check(tag + "-inlay"))).containsExactly("attestation");

        run(image, signed(signer), Optional.of(signer));
        assertThat(broken(check(tag + "-inlay"))).isEmpty();
    }

    @Test
    void attachesAnAttestationOnce() {
        var image = push(TestImage.oci("{\"Cmd\":[\"" + tag + "\"]}"));
        var settings = signed(signer);
        var plan = run(image, settings, Optional.of(signer)).plan();
        run(image, settings, Optional.of(signer));

        assertThat(registry.referrers(REPOSITORY, plan.root().digest()))
                .singleElement()
                .satisfies(each ->
                        assertThat(each.artifactType())
                                .isEqualTo("application/vnd.dsse.envelope.v1+json"));
    }

    private Outcome.Instrumented instrumented() {
        return run(
                push(TestImage.oci("{\"Cmd\":[\"" + tag + "\"]}")),
                signed(signer),
                Optional.of(signer));
    }

    /// Instruments an image, and puts a changed form of it under the tag `tampered`.
    private void tamper(BiConsumer<ObjectNode, ObjectNode> change) {
        var image = instrumented().plan().images().getFirst();
        var manifest = image.twin().manifest().tree();
        var config = JsonTree.object(image.twin().configuration(), "a configuration");
        change.accept(manifest, config);
        var blob = JsonTree.bytes(config);
        registry.pushBlob(REPOSITORY, Digest.of(blob), blob);
        manifest.withObject("config")
                .put("digest", Digest.of(blob).value())
                .put("size", blob.length);
        registry.tag(
                REPOSITORY,
                "tampered",
                new Manifest(JsonTree.bytes(manifest), image.twin().manifest().mediaType()));
    }

    /// @param fromEnd 1 for the last layer
    private static void exchange(
            ObjectNode manifest, ObjectNode config, int fromEnd, Layer with, String name) {
        registry.pushBlob(REPOSITORY, with.digest(), with.compressed());
        var layers = manifest.withArray("layers");
        int at = layers.size() - fromEnd;
        ((ObjectNode) layers.path(at))
                .put("digest", with.digest().value())
                .put("size", with.compressed().length);
        config.withArray("/rootfs/diff_ids").set(at, with.diffId().value());
        if (!name.isEmpty()) {
            label(config, name + ".layer", with.diffId());
        }
    }

    private static void label(ObjectNode config, String name, Digest value) {
        config.withObject("config").withObject("Labels").put("dev.inlay." + name, value.value());
    }

    private static void entry(ArrayNode entries, TestImage image, String architecture) {
        entries.addObject()
                .put("mediaType", image.manifest().mediaType())
                .put("digest", image.manifest().digest().value())
                .put("size", image.manifest().bytes().length)
                .putObject("platform")
                .put("architecture", architecture)
                .put("os", "linux");
    }

    private Push push(TestImage image) {
        LocalRegistry.push(registry, REPOSITORY, tag, image);
        return new Push(REPOSITORY, tag, image.manifest().digest());
    }

    private static SettingsSource signed(TestSigner by) {
        return PolicySettings.once(by);
    }

    private static Outcome.Instrumented run(
            Push push, SettingsSource settings, Optional<TestSigner> by) {
        var instrument = new Instrument(registry, FakeSensor.FIRST, settings, by.map(each -> each));
        return (Outcome.Instrumented) instrument.run(push, TagMapping.BESIDE, _ -> {});
    }

    private static List<Link> check(String what, TrustedKey... keys) {
        return check(what, new Chain.Trust(Set.of(), List.of(keys)));
    }

    private static List<Link> check(String what, Set<Digest> sensors) {
        return check(what, new Chain.Trust(sensors, List.of()));
    }

    private static List<Link> check(String what, Chain.Trust trust) {
        var reference = ImageRef.parse(server.address() + "/" + REPOSITORY + ":" + what);
        return new Chain(registry, FakeSensor.FIRST, trust).check(reference);
    }

    private static List<String> broken(List<Link> links) {
        return links.stream()
                .filter(link -> link.state() == Link.State.BROKEN)
                .map(Link::name)
                .toList();
    }

    private static Link.State state(List<Link> links, String name) {
        return links.stream()
                .filter(link -> link.name().equals(name))
                .findFirst()
                .orElseThrow()
                .state();
    }
}
