package dev.inlay.local.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.JsonTree;
import dev.inlay.image.Layer;
import dev.inlay.image.MediaType;
import dev.inlay.image.Platform;
import dev.inlay.image.Push;
import dev.inlay.image.TagMapping;
import dev.inlay.image.TestImage;
import dev.inlay.image.TestIndex;
import dev.inlay.instrument.Chain;
import dev.inlay.instrument.Instrument;
import dev.inlay.instrument.Link;
import dev.inlay.instrument.Outcome;
import dev.inlay.instrument.SensorLayers;
import dev.inlay.instrument.SettingsSource;
import dev.inlay.instrument.Strip;
import dev.inlay.registry.ImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An image is instrumented before it is pushed, and holds together as one in a registry does.
class InFilesTest {
    private static final SensorLayers SENSORS = new OneSensor();

    @TempDir Path directory;

    /// Nothing here runs it.
    private static final class OneSensor implements SensorLayers {
        @Override
        public Set<Platform> platforms() {
            return Set.of(new Platform("linux", "amd64", ""));
        }

        @Override
        public Built layer(Platform platform) {
            return new Built(Layer.ofTar("a sensor".getBytes(UTF_8)), "1.0.0");
        }
    }

    @Test
    void instrumentsALayoutBesideTheOriginalWithoutTouchingItsLayers() throws IOException {
        var image = TestImage.oci("{\"Cmd\":[\"x\"]}");
        var layout = layout(image);
        var layer = Archives.blob(layout, image.layers().getFirst().digest());
        var before = Files.getLastModifiedTime(layer);

        try (var place = open("oci:" + layout)) {
            instrument(place);
            assertHolds(place, "1-inlay");
            assertThat(place.store().resolve("layout", "1")).contains(image.manifest().digest());
            assertThat(place.name("1-inlay")).isEqualTo("oci:" + layout + ":1-inlay");
        }

        assertThat(Files.getLastModifiedTime(layer)).isEqualTo(before);
        try (var files = Files.list(layout.resolve("blobs/sha256"))) {
            // Two layers, configuration and manifest; as many new ones; the attestation in three
            // parts.
            assertThat(files).hasSize(4 + 4 + 3);
        }
    }

    @Test
    void instrumentsTheOnlyImageOfALayoutThatHasNoTag() throws IOException {
        var image = TestImage.oci("{\"Cmd\":[\"x\"]}");
        var layout = layout(image);
        Files.writeString(
                layout.resolve("index.json"),
                "{\"schemaVersion\":2,\"manifests\":[%s]}"
                        .formatted(
                                TestImage.descriptor(
                                        image.manifest().mediaType(),
                                        image.manifest().digest(),
                                        image.manifest().bytes().length)));

        try (var place = open("oci:" + layout)) {
            instrument(place);
            assertHolds(place, "latest-inlay");
        }
    }

    /// As skopeo and podman write it when they are given one.
    @Test
    void findsAnImageThatIsListedByItsFullName() throws IOException {
        var layout = layout(TestImage.oci("{\"Cmd\":[\"x\"]}"));
        var index = layout.resolve("index.json");
        Files.writeString(
                index,
                Files.readString(index)
                        .replace("ref.name\":\"1\"", "ref.name\":\"docker.io/shop/web:1\""));

        for (var name : List.of("", ":1", ":docker.io/shop/web:1")) {
            try (var place = open("oci:" + layout + name)) {
                assertThat(place.reference().tag()).contains("1");
                instrument(place);
                assertHolds(place, "1-inlay");
            }
        }
    }

    @Test
    void asksWhichOneWhenALayoutHasSeveral() throws IOException {
        var layout = layout(TestImage.oci("{\"Cmd\":[\"x\"]}"));
        push(OciLayout.at(layout).store(), "2", TestImage.oci("{\"Cmd\":[\"y\"]}"));

        assertThatThrownBy(() -> open("oci:" + layout))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("[1, 2]");
        try (var place = open("oci:" + layout + ":2")) {
            assertThat(place.reference().tag()).contains("2");
        }
    }

    @Test
    void instrumentsAnArchiveIntoAnotherFile() throws IOException {
        var image = TestImage.docker("{\"Cmd\":[\"x\"]}");
        var saved =
                Archives.legacy(
                        directory.resolve("web.tar"), "reg.example:5000/shop/web:1.4", image);
        var bytes = Files.readAllBytes(saved);
        var made = directory.resolve("web-inlay.tar");

        try (var place = open("docker-archive:" + saved)) {
            instrument(place);
            assertThat(place.beside("-inlay")).isEqualTo(made);
            place.save(made);
        }

        assertThat(Files.readAllBytes(saved)).isEqualTo(bytes);
        try (var place = open("docker-archive:" + made + ":reg.example:5000/shop/web:1.4-inlay")) {
            assertHolds(place, "1.4-inlay");
            assertThat(place.reference().repository()).isEqualTo("shop/web");
            assertThat(place.name("1.4-inlay")).isEqualTo("reg.example:5000/shop/web:1.4-inlay");
            var original = place.store().resolve("shop/web", "1.4").orElseThrow();
            assertThat(new Strip(place.store()).strip(place.reference(), "bare"))
                    .isEqualTo(new Strip.Result.Stripped(original, true));
        }
        try (var archive = DockerArchive.open(made)) {
            var names = archive.entries().find("manifest.json").orElseThrow();
            assertThat(new String(archive.content(names, 1 << 20), UTF_8))
                    .contains("\"reg.example:5000/shop/web:1.4\"")
                    .contains("\"reg.example:5000/shop/web:1.4-inlay\"");
        }
    }

    /// What an engine that keeps indexes saves of an image that it pulled for its own platform, or
    /// that it built with a statement about the build.
    @Test
    void instrumentsThePlatformOfAnIndexThatWasSaved() throws IOException {
        var image = TestImage.oci("{\"Cmd\":[\"x\"]}");
        var other = TestImage.of(MediaType.OCI_MANIFEST, "amd64", "{\"Cmd\":[\"elsewhere\"]}", 1);
        var index =
                TestIndex.of(
                        MediaType.OCI_INDEX,
                        TestIndex.entry(other.manifest(), "linux/amd64", ",\"note\":1"),
                        TestIndex.entry(image.manifest(), "linux/amd64", ""));
        var saved = Archives.current(directory.resolve("web.tar"), "shop/web:1.4", image, index);
        var made = directory.resolve("made.tar");

        try (var place = open("docker-archive:" + saved)) {
            instrument(place);
            place.save(made);
        }

        try (var place = open("docker-archive:" + made + ":shop/web:1.4-inlay")) {
            assertHolds(place, "1.4-inlay");
            var twin = place.store().manifest("shop/web", "1.4-inlay").orElseThrow();
            assertThat(twin.tree().path("manifests")).hasSize(1);
            assertThat(new Strip(place.store()).strip(place.reference(), "bare"))
                    .isEqualTo(new Strip.Result.Stripped(index.digest(), true));
        }
        try (var archive = DockerArchive.open(made)) {
            var list = archive.entries().find("manifest.json").orElseThrow();
            var text = new String(archive.content(list, 1 << 20), UTF_8);
            assertThat(
                            JsonTree.object(("{\"images\":" + text + "}").getBytes(UTF_8), "it")
                                    .path("images"))
                    .extracting(
                            each -> each.path("RepoTags").toString(),
                            each -> each.path("Layers").size())
                    .containsExactly(
                            tuple("[\"shop/web:1.4\"]", 2), tuple("[\"shop/web:1.4-inlay\"]", 4));
        }
    }

    private Path layout(TestImage image) throws IOException {
        var layout = Archives.layout(directory.resolve("layout"));
        push(OciLayout.at(layout).store(), "1", image);
        return layout;
    }

    private static void push(ImageStore store, String tag, TestImage image) {
        image.layers().forEach(layer -> store.pushBlob("x", layer.digest(), layer.compressed()));
        store.pushBlob("x", image.config().digest(), image.config().bytes());
        store.tag("x", tag, image.manifest());
    }

    private static ImagePlace open(String text) {
        return ImagePlace.of(
                text,
                host -> {
                    throw new AssertionError("no registry is asked, not even " + host);
                });
    }

    private static void instrument(ImagePlace place) {
        var reference = place.reference();
        var tag = reference.tag().orElseThrow();
        var digest = place.store().resolve(reference.repository(), tag).orElseThrow();
        var instrument = new Instrument(place.store(), SENSORS, SettingsSource.standalone());

        assertThat(
                        instrument.run(
                                new Push(reference.repository(), tag, digest),
                                TagMapping.BESIDE,
                                _ -> {}))
                .isInstanceOfSatisfying(
                        Outcome.Instrumented.class,
                        outcome -> assertThat(outcome.unattested()).isEmpty());
    }

    private static void assertHolds(ImagePlace place, String tag) {
        var trust = new Chain.Trust(Set.of(), List.of());
        var links = new Chain(place.store(), SENSORS, trust).check(place.reference().withTag(tag));
        assertThat(links).noneMatch(link -> link.state() == Link.State.BROKEN);
        assertThat(links).extracting(Link::name).contains("source", "attestation");
    }
}
