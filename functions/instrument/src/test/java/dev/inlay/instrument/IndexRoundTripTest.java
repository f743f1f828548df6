package dev.inlay.instrument;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.image.Digest;
import dev.inlay.image.ImageRef;
import dev.inlay.image.Manifest;
import dev.inlay.image.MediaType;
import dev.inlay.image.Push;
import dev.inlay.image.TagMapping;
import dev.inlay.image.TestImage;
import dev.inlay.image.TestIndex;
import dev.inlay.registry.Distribution;
import dev.inlay.registry.LocalRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Indexes of every make are instrumented, verified, instrumented anew and stripped again.
@Tag("registry")
class IndexRoundTripTest {
    private static final String REPOSITORY = "shop/rounds";

    @TempDir static Path directory;
    private static LocalRegistry server;
    private static Distribution registry;

    private final String tag = "t" + UUID.randomUUID();
    private final TestImage image = TestImage.oci("{\"Cmd\":[\"" + tag + "\"]}");

    /// As the tools write them that people have.
    enum Make {
        OCI,
        /// Docker's command line writes white space, which makes another digest.
        DOCKER,
        NESTED,
        /// With an entry that is no image and does not say so.
        MIXED;

        Manifest of(TestImage image) {
            var entry = TestIndex.entry(image.manifest(), "linux/amd64", "");
            return switch (this) {
                case OCI -> TestIndex.of(MediaType.OCI_INDEX, entry);
                case DOCKER -> spaced(TestIndex.of(MediaType.DOCKER_INDEX, entry));
                case NESTED -> {
                    var inner = TestIndex.of(MediaType.OCI_INDEX, entry);
                    registry.putManifest(REPOSITORY, inner);
                    yield TestIndex.of(MediaType.OCI_INDEX, TestIndex.entry(inner, "", ""));
                }
                case MIXED ->
                        TestIndex.of(MediaType.OCI_INDEX, TestIndex.entry(chart(), "", ""), entry);
            };
        }

        private static Manifest spaced(Manifest manifest) {
            var text = new String(manifest.bytes(), UTF_8).replace(",", ",\n   ");
            return new Manifest(text.getBytes(UTF_8), manifest.mediaType());
        }

        private static Manifest chart() {
            var image = TestImage.oci("{\"Cmd\":[\"chart\"]}");
            LocalRegistry.pushUntagged(registry, REPOSITORY, image);
            var text =
                    new String(image.manifest().bytes(), UTF_8)
                            .replace("oci.image.config.v1", "cncf.helm.config.v1");
            var chart = new Manifest(text.getBytes(UTF_8), MediaType.OCI_MANIFEST);
            registry.putManifest(REPOSITORY, chart);
            return chart;
        }
    }

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
    @EnumSource
    void holdsFromTheTagToTheOriginals(Make make) {
        instrument(push(make));

        assertThat(check(tag + "-inlay"))
                .noneMatch(link -> link.state() == Link.State.BROKEN)
                .extracting(Link::name)
                .contains("source", "attestation");
    }

    @ParameterizedTest
    @EnumSource
    void isReplacedByTheResultOfTheNextImage(Make make) {
        instrument(push(make));
        var next = TestImage.oci("{\"Cmd\":[\"next " + tag + "\"]}");
        LocalRegistry.pushUntagged(registry, REPOSITORY, next);
        var index = make.of(next);
        registry.tag(REPOSITORY, tag, index);

        var plan = instrument(new Push(REPOSITORY, tag, index.digest()));

        assertThat(registry.resolve(REPOSITORY, tag + "-inlay")).contains(plan.root().digest());
    }

    @ParameterizedTest
    @EnumSource
    void becomesTheOriginalToTheByte(Make make) {
        var push = push(make);
        instrument(push);

        assertThat(strip()).isEqualTo(new Strip.Result.Stripped(push.digest(), true));
    }

    @ParameterizedTest
    @EnumSource
    void saysTheSameAgainWhenTheOriginalIsGone(Make make) {
        var push = push(make);
        var before = registry.manifest(REPOSITORY, push.digest()).orElseThrow().tree();
        instrument(push);
        server.delete(REPOSITORY, push.digest());

        var result = (Strip.Result.Stripped) strip();

        assertThat(result.original()).isFalse();
        assertThat(registry.manifest(REPOSITORY, result.digest()).orElseThrow().tree())
                .isEqualTo(before);
    }

    /// As `docker manifest create` makes one of images that exist.
    @Test
    void holdsAroundAnImageThatWasInstrumentedBefore() {
        LocalRegistry.push(registry, REPOSITORY, "one-" + tag, image);
        var one = instrument(new Push(REPOSITORY, "one-" + tag, image.manifest().digest()));
        var other = TestImage.of(MediaType.OCI_MANIFEST, "arm64", "{\"Cmd\":[\"" + tag + "\"]}", 1);
        LocalRegistry.pushUntagged(registry, REPOSITORY, other);
        var index =
                TestIndex.of(
                        MediaType.OCI_INDEX,
                        TestIndex.entry(one.root(), "linux/amd64", ""),
                        TestIndex.entry(other.manifest(), "linux/arm64", ""));
        registry.tag(REPOSITORY, tag, index);
        instrument(new Push(REPOSITORY, tag, index.digest()));

        assertThat(check(tag + "-inlay")).noneMatch(link -> link.state() == Link.State.BROKEN);

        registry.referrers(REPOSITORY, one.root().digest())
                .forEach(each -> server.delete(REPOSITORY, each.digest()));
        assertThat(check(tag + "-inlay"))
                .filteredOn(link -> link.state() == Link.State.BROKEN)
                .extracting(Link::name)
                .containsExactly("attestation");
    }

    /// An engine on that platform would start it, and nothing would watch.
    @Test
    void findsAnImageWithoutASensorBesideOneThatHasIt() {
        var plan = instrument(push(Make.OCI));
        var bare = TestImage.of(MediaType.OCI_MANIFEST, "arm64", "{\"Cmd\":[\"bare\"]}", 1);
        var odd = TestImage.of(MediaType.OCI_MANIFEST, "s390x", "{\"Cmd\":[\"odd\"]}", 1);
        List.of(bare, odd).forEach(each -> LocalRegistry.pushUntagged(registry, REPOSITORY, each));
        var twin = plan.images().getFirst().twin().manifest();
        var entry = TestIndex.entry(twin, "linux/amd64", "");

        assertThat(broken(entry, TestIndex.entry(odd.manifest(), "", ""))).doesNotContain("labels");
        assertThat(broken(entry, TestIndex.entry(bare.manifest(), "linux/arm64", "")))
                .contains("labels");
    }

    private static List<String> broken(String... entries) {
        registry.tag(REPOSITORY, "joined", TestIndex.of(MediaType.OCI_INDEX, entries));
        return check("joined").stream()
                .filter(link -> link.state() == Link.State.BROKEN)
                .map(Link::name)
                .toList();
    }

    private Push push(Make make) {
        LocalRegistry.pushUntagged(registry, REPOSITORY, image);
        var index = make.of(image);
        registry.tag(REPOSITORY, tag, index);
        return new Push(REPOSITORY, tag, index.digest());
    }

    private static Plan instrument(Push push) {
        var instrument = new Instrument(registry, FakeSensor.FIRST, SettingsSource.standalone());
        var outcome = instrument.run(push, TagMapping.BESIDE, _ -> {});
        assertThat(outcome).isInstanceOf(Outcome.Instrumented.class);
        return ((Outcome.Instrumented) outcome).plan();
    }

    private static List<Link> check(String name) {
        return new Chain(registry, FakeSensor.FIRST, new Chain.Trust(Set.<Digest>of(), List.of()))
                .check(reference(name));
    }

    private Strip.Result strip() {
        return new Strip(registry).strip(reference(tag + "-inlay"), tag + "-bare");
    }

    private static ImageRef reference(String name) {
        return ImageRef.parse(server.address() + "/" + REPOSITORY + ":" + name);
    }
}
