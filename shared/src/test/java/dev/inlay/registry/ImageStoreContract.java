package dev.inlay.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.Manifest;
import dev.inlay.image.MediaType;
import dev.inlay.image.TestImage;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every place for images has to do, be it a registry or a file.
public abstract class ImageStoreContract {
    private static final int LIMIT = 1 << 20;

    /// A tag nothing was pushed under before.
    private final String tag = "t" + UUID.randomUUID();

    /// The place, and the repository in it that tests may write to.
    protected abstract ImageStore store();

    /// Where there is one name only, it is this one.
    protected String repository() {
        return "shop/web";
    }

    /// An image nobody pushed before, of the kind this place keeps.
    protected TestImage image() {
        return TestImage.docker("{\"Cmd\":[\"" + UUID.randomUUID() + "\"]}");
    }

    @Test
    void givesBackWhatWasPutUnderATag() {
        var image = pushed();

        assertThat(store().tag(repository(), tag, image.manifest())).isEqualTo(new Tagging.Done());

        assertThat(store().resolve(repository(), tag)).contains(image.manifest().digest());
        var manifest = store().manifest(repository(), tag).orElseThrow();
        assertThat(manifest.bytes()).isEqualTo(image.manifest().bytes());
        assertThat(manifest.mediaType()).isEqualTo(image.manifest().mediaType());
        assertThat(store().manifest(repository(), image.manifest().digest())).isPresent();
    }

    @Test
    void knowsNothingOfWhatIsNotThere() {
        assertThat(store().resolve(repository(), tag)).isEmpty();
        assertThat(store().manifest(repository(), tag)).isEmpty();
        assertThat(store().manifest(repository(), Digest.ofText(tag))).isEmpty();
        assertThat(store().hasBlob(repository(), Digest.ofText(tag))).isFalse();
        assertThat(store().referrers(repository(), Digest.ofText(tag))).isEmpty();
        assertThatThrownBy(() -> store().blob(repository(), Digest.ofText(tag), LIMIT))
                .isInstanceOf(PermanentFailure.class);
    }

    @Test
    void takesABlobOnce() {
        var content = tag.repeat(1_000).getBytes(UTF_8);
        var digest = Digest.of(content);

        assertThat(store().pushBlob(repository(), digest, content)).isTrue();
        assertThat(store().pushBlob(repository(), digest, content)).isFalse();

        assertThat(store().hasBlob(repository(), digest)).isTrue();
        assertThat(store().blob(repository(), digest, LIMIT)).isEqualTo(content);
    }

    @Test
    void takesNoBlobUnderTheDigestOfAnother() {
        var digest = Digest.ofText(tag);

        assertThatThrownBy(() -> store().pushBlob(repository(), digest, new byte[] {1}))
                .isInstanceOf(PermanentFailure.class);
        assertThat(store().hasBlob(repository(), digest)).isFalse();
    }

    /// Requests that do not depend on each other are made at the same time.
    @Test
    void keepsBlobsThatComeAtTheSameTime() throws Exception {
        var store = store();
        var contents = IntStream.range(0, 64).mapToObj(i -> (tag + i).getBytes(UTF_8)).toList();
        var pushes =
                contents.stream()
                        .<Callable<Boolean>>map(
                                each -> () -> store.pushBlob(repository(), Digest.of(each), each))
                        .toList();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(pushes)) {
                assertThat(done.get()).isTrue();
            }
        }

        assertThat(contents)
                .allSatisfy(each ->
                        assertThat(store.blob(repository(), Digest.of(each), LIMIT))
                                .isEqualTo(each));
    }

    @Test
    void readsNoBlobThatIsLargerThanAllowed() {
        var content = tag.getBytes(UTF_8);
        store().pushBlob(repository(), Digest.of(content), content);

        assertThatThrownBy(() -> store().blob(repository(), Digest.of(content), 8))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("larger");
    }

    @Test
    void movesATag() {
        var first = pushed();
        store().tag(repository(), tag, first.manifest());
        var second = pushed();

        store().tag(repository(), tag, second.manifest());

        assertThat(store().resolve(repository(), tag)).contains(second.manifest().digest());
        assertThat(store().manifest(repository(), first.manifest().digest())).isPresent();
    }

    @Test
    void listsWhatIsAboutAManifest() {
        var image = pushed();
        store().tag(repository(), tag, image.manifest());
        var one = about(image, "application/x-one");
        var other = about(image, "application/x-other");

        store().putManifest(repository(), one);
        store().putManifest(repository(), other);
        store().putManifest(repository(), one);

        assertThat(store().referrers(repository(), image.manifest().digest()))
                .containsExactlyInAnyOrder(
                        new Referrer(one.digest(), "application/x-one"),
                        new Referrer(other.digest(), "application/x-other"));
        assertThat(store().manifest(repository(), one.digest()).orElseThrow().bytes())
                .isEqualTo(one.bytes());
    }

    /// A manifest about an image, with everything it refers to in the store.
    protected Manifest about(TestImage image, String type) {
        var empty = "{}".getBytes(UTF_8);
        store().pushBlob(repository(), Digest.of(empty), empty);
        var said =
                """
                {"schemaVersion":2,"mediaType":"%s","artifactType":"%s","config":%s,"layers":[%3$s],"subject":%s}\
                """
                        .formatted(
                                MediaType.OCI_MANIFEST,
                                type,
                                TestImage.descriptor(
                                        "application/vnd.oci.empty.v1+json", Digest.of(empty), 2),
                                TestImage.descriptor(
                                        image.manifest().mediaType(),
                                        image.manifest().digest(),
                                        image.manifest().bytes().length));
        return new Manifest(said.getBytes(UTF_8), MediaType.OCI_MANIFEST);
    }

    private TestImage pushed() {
        var image = image();
        image.layers()
                .forEach(layer ->
                        store().pushBlob(repository(), layer.digest(), layer.compressed()));
        store().pushBlob(repository(), image.config().digest(), image.config().bytes());
        return image;
    }
}
