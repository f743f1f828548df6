package dev.inlay.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The documents are those that `soci create` and `soci convert` write (soci-snapshotter 0.11).
class SociIndexTest {
    private static final TestImage IMAGE = TestImage.oci("{}");

    @Test
    void isFoundByTheAnnotationOfTheImage() {
        var index = TestSoci.version2(IMAGE);

        assertThat(SociIndex.namedBy(TestSoci.naming(IMAGE, index))).contains(index.digest());
        assertThat(SociIndex.namedBy(IMAGE.manifest())).isEmpty();
    }

    @Test
    void servesImagesThatHaveItsLayers() {
        var index = SociIndex.of(TestSoci.version2(IMAGE)).orElseThrow();
        var twin =
                Mutation.apply(
                        IMAGE.manifest(),
                        IMAGE.config().bytes(),
                        Additions.of(IMAGE.manifest().digest()));

        assertThat(index.serves(IMAGE.manifest())).isTrue();
        assertThat(index.serves(twin.manifest())).isTrue();
        assertThat(index.serves(TestImage.oci("{\"Cmd\":[\"another\"]}").manifest())).isFalse();
    }

    @Test
    void saysOfTheSameTablesThatTheyAreAboutAnotherImage() {
        var before = TestSoci.version1(IMAGE);
        var other = TestImage.oci("{\"Cmd\":[\"another\"]}").manifest();

        var after = SociIndex.of(before).orElseThrow().about(other);

        var expected = before.tree();
        expected.withObject("subject")
                .put("digest", other.digest().value())
                .put("size", other.bytes().length);
        assertThat(after.tree()).isEqualTo(expected);
        assertThat(after.mediaType()).isEqualTo(MediaType.OCI_MANIFEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"config\":7}",
                "{\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\"}}",
                "{\"annotations\":{\"com.amazon.soci.index-digest\":\"sha256:0\"}}",
                "{\"annotations\":[\"com.amazon.soci.index-digest\"]}"
            })
    void isNothingElse(String text) {
        var manifest = new Manifest(text.getBytes(UTF_8), MediaType.OCI_MANIFEST);

        assertThat(SociIndex.of(manifest)).isEmpty();
        assertThat(SociIndex.namedBy(manifest)).isEmpty();
    }

    @Test
    void servesNobodyWhenItsTablesAreNoneOfAnyLayer() {
        var text =
                "{\"config\":{\"mediaType\":\""
                        + SociIndex.MEMBER
                        + "\"},\"layers\":[7,{},{\"annotations\":{\"com.amazon.soci.image-layer-digest\":\"x\"}}]}";
        var index = SociIndex.of(new Manifest(text.getBytes(UTF_8), MediaType.OCI_MANIFEST));

        assertThat(index.orElseThrow().serves(IMAGE.manifest())).isFalse();
    }

    @Test
    void followsItsImageInTheIndexOfBoth() {
        var soci = TestSoci.version2(IMAGE);
        var source = TestSoci.naming(IMAGE, soci);
        var index = TestSoci.indexOf(source, soci);
        var twin =
                Mutation.apply(source, IMAGE.config().bytes(), Additions.of(source.digest()))
                        .manifest();

        var after =
                IndexMutation.apply(
                                index, Map.of(source.digest(), twin), Set.of(), "shop/web:1", "1")
                        .tree()
                        .path("manifests");

        assertThat(after.path(0).path("digest").asText()).isEqualTo(twin.digest().value());
        assertThat(after.path(0).at("/annotations/com.amazon.soci.index-digest").asText())
                .isEqualTo(soci.digest().value());
        assertThat(after.path(1).path("digest").asText()).isEqualTo(soci.digest().value());
        assertThat(after.path(1).at("/annotations/com.amazon.soci.image-manifest-digest").asText())
                .isEqualTo(twin.digest().value());
        assertThat(SociIndex.namedBy(twin)).contains(soci.digest());
    }

    @Test
    void staysInTheIndexWithoutBeingAPlatformOfIt() {
        var soci = TestSoci.version2(IMAGE);
        var index = TestSoci.indexOf(TestSoci.naming(IMAGE, soci), soci);

        var children =
                ((Classification.Index)
                                new Classifier(Set.of(new Platform("linux", "amd64", "")))
                                        .classify(index))
                        .children();

        assertThat(children.get(0)).isInstanceOf(Classification.Child.Candidate.class);
        assertThat(children.get(1)).isEqualTo(new Classification.Child.Companion(soci.digest()));
    }
}
