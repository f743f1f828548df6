package dev.inlay.instrument;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.image.Digest;
import dev.inlay.image.JsonTree;
import dev.inlay.image.LazyLoading;
import dev.inlay.image.Manifest;
import dev.inlay.image.MediaType;
import dev.inlay.image.Push;
import dev.inlay.image.Reason;
import dev.inlay.image.SociIndex;
import dev.inlay.image.TagMapping;
import dev.inlay.image.TestImage;
import dev.inlay.image.TestIndex;
import dev.inlay.image.TestSoci;
import dev.inlay.registry.Credentials;
import dev.inlay.registry.Distribution;
import dev.inlay.registry.Faults;
import dev.inlay.registry.FaultyFront;
import dev.inlay.registry.LocalRegistry;
import dev.inlay.registry.Referrer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Indexes of every make (`docs/images.md`), in a real registry.
@Tag("registry")
class IndexCatalogueTest {
    private static final String REPOSITORY = "shop/index";

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
    @ValueSource(strings = {MediaType.OCI_INDEX, MediaType.DOCKER_INDEX})
    void dropsTheStatementsThatBuildKitAdds(String mediaType) {
        var image = image("amd64", "attested");
        var statement = statement(image);
        var push =
                push(
                        "attested-" + mediaType.length(),
                        TestIndex.of(
                                mediaType,
                                TestIndex.entry(image.manifest(), "linux/amd64", ""),
                                TestIndex.entry(
                                        statement, "unknown/unknown", TestIndex.ATTESTATION)));

        var plan = plan(run(push));

        assertThat(entries(plan)).hasSize(1);
        assertThat(plan.root().mediaType()).isEqualTo(mediaType);
        assertThat(entries(plan).path(0).path("digest").asText())
                .isEqualTo(plan.images().getFirst().twin().manifest().digest().value());
    }

    @Test
    void instrumentsTheImagesOfAnIndexInAnIndex() {
        var image = image("amd64", "nested");
        var inner = index(TestIndex.entry(image.manifest(), "linux/amd64", ""));
        registry.putManifest(REPOSITORY, inner);
        var push = push("nested", index(TestIndex.entry(inner, "", "")));

        var plan = plan(run(push));

        assertThat(plan.images()).hasSize(1);
        assertThat(plan.inner()).hasSize(2);
        var published = registry.manifest(REPOSITORY, digest(entries(plan).path(0)));
        assertThat(tree(published.orElseThrow()).path("manifests").path(0).path("digest").asText())
                .isEqualTo(plan.images().getFirst().twin().manifest().digest().value());
    }

    @Test
    void declinesAnIndexInAnIndexInAnIndex() {
        var image = image("amd64", "too nested");
        var inner = index(TestIndex.entry(image.manifest(), "linux/amd64", ""));
        var middle = index(TestIndex.entry(inner, "", ""));
        registry.putManifest(REPOSITORY, inner);
        registry.putManifest(REPOSITORY, middle);
        var push = push("deep", index(TestIndex.entry(middle, "", "")));

        assertThat(reason(run(push)).code()).isEqualTo("nested-too-deep");
    }

    @Test
    void doesNotInstrumentAnIndexByHalf() {
        var good = image("amd64", "good half");
        var bad = TestImage.of(MediaType.OCI_MANIFEST, "arm64", "{}", 124);
        LocalRegistry.pushUntagged(registry, REPOSITORY, bad);
        var push =
                push(
                        "half",
                        index(
                                TestIndex.entry(good.manifest(), "linux/amd64", ""),
                                TestIndex.entry(bad.manifest(), "linux/arm64", "")));

        assertThat(reason(run(push)))
                .satisfies(reason -> assertThat(reason.code()).isEqualTo("too-many-layers"))
                .satisfies(reason -> assertThat(reason.text()).contains("linux/arm64"));
        assertThat(registry.resolve(REPOSITORY, "half-inlay")).isEmpty();
    }

    @Test
    void declinesAnIndexOfWhichAPartIsMissing() throws Exception {
        var there = image("amd64", "there");
        var missing = image("arm64", "missing");
        var push =
                push(
                        "sparse",
                        index(
                                TestIndex.entry(there.manifest(), "linux/amd64", ""),
                                TestIndex.entry(missing.manifest(), "linux/arm64", "")));
        delete(missing.manifest().digest());

        assertThat(reason(run(push)))
                .satisfies(reason -> assertThat(reason.code()).isEqualTo("source-incomplete"))
                .satisfies(reason ->
                        assertThat(reason.text()).contains(missing.manifest().digest().value()));
        assertThat(registry.resolve(REPOSITORY, "sparse-inlay")).isEmpty();
    }

    @Test
    void instrumentsAroundWhatIsInstrumentedAlready() {
        var amd = image("amd64", "first half");
        LocalRegistry.push(registry, REPOSITORY, "half-done", amd);
        var twin = plan(run(new Push(REPOSITORY, "half-done", amd.manifest().digest()))).root();
        var arm = image("arm64", "second half");
        var push =
                push(
                        "joined",
                        index(
                                TestIndex.entry(twin, "linux/amd64", ""),
                                TestIndex.entry(arm.manifest(), "linux/arm64", "")));

        var plan = plan(run(push));

        assertThat(entries(plan).path(0).path("digest").asText()).isEqualTo(twin.digest().value());
        assertThat(plan.members().getFirst().left())
                .map(Reason::code)
                .contains("already-instrumented");
        assertThat(plan.images()).hasSize(1);
    }

    @Test
    void declinesTheListOfWhatRefersToAnImage() {
        var image = image("amd64", "signed");
        var list =
                index(
                        TestIndex.entry(
                                statement(image),
                                "",
                                ",\"artifactType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\""));
        var tag = image.manifest().digest().value().replace(':', '-');

        assertThat(reason(run(push(tag, list))).code()).isEqualTo("own-tag");
        assertThat(reason(run(push("list", list))).code()).isEqualTo("nothing-to-instrument");
    }

    @Test
    void declinesACacheOfBuildKit() {
        var layers = image("amd64", "cached");
        var cache =
                index(
                        TestImage.descriptor(
                                "application/vnd.oci.image.layer.v1.tar+gzip",
                                layers.layers().getFirst().digest(),
                                layers.layers().getFirst().compressed().length),
                        TestImage.descriptor(
                                "application/vnd.buildkit.cacheconfig.v0",
                                layers.config().digest(),
                                layers.config().bytes().length));

        assertThat(reason(run(push("cache", cache))).code()).isEqualTo("nothing-to-instrument");
    }

    @Test
    void declinesAnIndexThatHasNoRoomForMore() {
        var image = image("amd64", "full index");
        var entry =
                TestIndex.entry(
                        image.manifest(), "linux/amd64", ",\"annotations\":{\"note\":\"NOTE\"}");
        int room = Manifest.MAX_BYTES - index(entry).bytes().length - 20;
        var push = push("full", index(entry.replace("NOTE", "x".repeat(room))));

        assertThat(reason(run(push)).code()).isEqualTo("manifest-too-large");
    }

    @Test
    void keepsTheLazyLoadingIndexThatTravelsWithTheImage() {
        var image = image("amd64", "lazy");
        var soci = soci(TestSoci.version2(image));
        var source = TestSoci.naming(image, soci);
        registry.putManifest(REPOSITORY, source);
        var push = push("lazy", TestSoci.indexOf(source, soci));

        var plan = plan(run(push));

        assertThat(plan.members()).hasSize(1);
        assertThat(plan.members().getFirst().lazyLoading())
                .isEqualTo(new LazyLoading.Kept(soci.digest()));
        assertThat(plan.losses()).isEmpty();
        assertThat(entries(plan).path(1).path("digest").asText()).isEqualTo(soci.digest().value());
        assertThat(
                        entries(plan)
                                .path(1)
                                .at("/annotations/com.amazon.soci.image-manifest-digest")
                                .asText())
                .isEqualTo(entries(plan).path(0).path("digest").asText());
    }

    @Test
    void saysBeforehandThatLazyLoadingIsLost() throws Exception {
        var image = image("amd64", "lazy once");
        var soci = soci(TestSoci.version2(image));
        var source = TestSoci.naming(image, soci);
        var push = push("once-lazy", source);
        delete(soci.digest());

        var planning = instrument().plan(push, TagMapping.BESIDE, _ -> {});

        assertThat(planning)
                .isInstanceOfSatisfying(
                        Planning.Planned.class,
                        planned ->
                                assertThat(planned.plan().losses())
                                        .singleElement()
                                        .asString()
                                        .startsWith("linux/amd64: lazy loading lost: "));
        assertThat(plan(run(push)).members().getFirst().lazyLoading())
                .isInstanceOfSatisfying(
                        LazyLoading.Lost.class,
                        lost -> assertThat(lost.reason().code()).isEqualTo("lazy-loading-lost"));
    }

    @Test
    void makesTheLazyLoadingIndexThatRefersToTheImageAnew() {
        var image = image("amd64", "lazy by reference");
        var soci = soci(TestSoci.version1(image));

        var plan = plan(run(push("referred", image.manifest())));

        var kept = (LazyLoading.Kept) plan.members().getFirst().lazyLoading();
        var made = tree(registry.manifest(REPOSITORY, kept.index()).orElseThrow());
        assertThat(made.at("/subject/digest").asText()).isEqualTo(plan.root().digest().value());
        assertThat(made.path("layers")).isEqualTo(tree(soci).path("layers"));
        assertThat(registry.referrers(REPOSITORY, plan.root().digest()))
                .contains(new Referrer(kept.index(), SociIndex.REFERRER));
        assertThat(registry.referrers(REPOSITORY, image.manifest().digest()))
                .contains(new Referrer(soci.digest(), SociIndex.REFERRER));
    }

    @Test
    void publishesWithoutTheLazyLoadingIndexThatTheRegistryRefuses() throws Exception {
        var image = image("amd64", "lazy refused");
        soci(TestSoci.version1(image));
        var push = push("refused", image.manifest());
        var planned = (Planning.Planned) instrument().plan(push, TagMapping.BESIDE, _ -> {});
        var index = (LazyLoading.Kept) planned.plan().members().getFirst().lazyLoading();
        try (var front = FaultyFront.before(server.address())) {
            front.next("PUT", "/manifests/" + index.index(), Faults.answer(405, "no referrers"));
            var client = Distribution.of(front.address(), Credentials.anonymous());

            var plan =
                    plan(
                            new Instrument(client, FakeSensor.FIRST, SettingsSource.standalone())
                                    .run(push, TagMapping.BESIDE, _ -> {}));

            assertThat(plan.losses()).singleElement().asString().contains("could not be stored");
        }
        assertThat(registry.resolve(REPOSITORY, "refused-inlay")).isPresent();
    }

    private static TestImage image(String architecture, String name) {
        var config = "{\"Cmd\":[\"" + name + "\"]}";
        var image = TestImage.of(MediaType.OCI_MANIFEST, architecture, config, 1);
        LocalRegistry.pushUntagged(registry, REPOSITORY, image);
        return image;
    }

    private static Manifest statement(TestImage about) {
        var text =
                new String(about.manifest().bytes(), UTF_8)
                        .replace(
                                "application/vnd.oci.image.layer.v1.tar+gzip",
                                "application/vnd.in-toto+json");
        var statement = new Manifest(text.getBytes(UTF_8), MediaType.OCI_MANIFEST);
        registry.putManifest(REPOSITORY, statement);
        return statement;
    }

    private static Manifest soci(Manifest index) {
        registry.pushBlob(REPOSITORY, TestSoci.TABLE.digest(), TestSoci.TABLE.bytes());
        registry.pushBlob(REPOSITORY, TestSoci.EMPTY.digest(), TestSoci.EMPTY.bytes());
        registry.putManifest(REPOSITORY, index);
        return index;
    }

    private static Manifest index(String... entries) {
        return TestIndex.of(MediaType.OCI_INDEX, entries);
    }

    private static Push push(String tag, Manifest index) {
        registry.tag(REPOSITORY, tag, index);
        return new Push(REPOSITORY, tag, index.digest());
    }

    private static Outcome run(Push push) {
        return instrument().run(push, TagMapping.BESIDE, _ -> {});
    }

    private static Instrument instrument() {
        return new Instrument(registry, FakeSensor.FIRST, SettingsSource.standalone());
    }

    private static void delete(Digest manifest) throws Exception {
        var uri = "http://" + server.address() + "/v2/" + REPOSITORY + "/manifests/" + manifest;
        var request = HttpRequest.newBuilder(URI.create(uri)).DELETE().build();
        try (var client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
                    .isEqualTo(202);
        }
    }

    private static Reason reason(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Declined.class);
        return ((Outcome.Declined) outcome).reason();
    }

    private static Plan plan(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Instrumented.class);
        return ((Outcome.Instrumented) outcome).plan();
    }

    private static JsonNode entries(Plan plan) {
        return tree(plan.root()).path("manifests");
    }

    private static Digest digest(JsonNode entry) {
        return new Digest(entry.path("digest").asText());
    }

    private static JsonNode tree(Manifest manifest) {
        return JsonTree.object(manifest.bytes(), "a manifest");
    }
}
