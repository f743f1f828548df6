package dev.inlay.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Classification.Child;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassifierTest {
    private static final Classifier CLASSIFIER =
            new Classifier(Set.of(new Platform("linux", "amd64", "")));
    private static final String D = "sha256:" + "0".repeat(64);

    @Test
    void knowsImagesOfBothKinds() {
        assertThat(CLASSIFIER.classify(TestImage.oci("{}").manifest()))
                .isInstanceOf(Classification.Single.class);
        assertThat(CLASSIFIER.classify(TestImage.docker("{}").manifest()))
                .isInstanceOf(Classification.Single.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "artifact    | {'config':{'mediaType':'application/vnd.cncf.helm.config.v1+json'},'layers':[]}",
                "artifact    | {'config':{'mediaType':'application/vnd.oci.empty.v1+json'},'layers':[]}",
                "artifact    | {'artifactType':'application/spdx','config':CONFIG,'layers':[]}",
                "artifact    | {'subject':{},'config':CONFIG,'layers':[]}",
                "artifact    | {'config':CONFIG,'layers':[{'mediaType':'application/wasm','digest':'DIGEST','size':1}]}",
                "signature   | {'config':CONFIG,'layers':[{'mediaType':'application/vnd.dev.cosign.simplesigning.v1+json'}]}",
                "attestation | {'config':CONFIG,'layers':[{'mediaType':'application/vnd.in-toto+json'}]}",
                "malformed   | {'config':CONFIG}",
                "malformed   | {'config':CONFIG,'layers':{}}",
                "malformed   | {'config':CONFIG,'layers':[{'mediaType':'application/vnd.oci.image.layer.v1.tar'}]}",
                "malformed   | {'config':CONFIG,'layers':[],'manifests':[]}",
                "malformed   | {'config':{'mediaType':'application/vnd.oci.image.config.v1+json'},'layers':[]}",
                "malformed   | {'mediaType':'application/vnd.oci.image.index.v1+json','config':CONFIG,'layers':[]}",
                "artifact    | {}"
            })
    void declinesWhatIsNoImageAndSaysWhy(String code, String manifest) {
        assertThat(CLASSIFIER.classify(oci(manifest)))
                .isInstanceOfSatisfying(
                        Classification.Declined.class,
                        declined -> {
                            assertThat(declined.reason().code()).isEqualTo(code);
                            assertThat(declined.reason().text()).isNotBlank();
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "schema-1,application/vnd.docker.distribution.manifest.v1+prettyjws",
        "schema-1,application/vnd.docker.distribution.manifest.v1+json",
        "media-type,application/vnd.buildkit.cacheconfig.v0",
        "media-type,''"
    })
    void declinesOtherMediaTypes(String code, String mediaType) {
        assertThat(CLASSIFIER.classify(new Manifest("{}".getBytes(UTF_8), mediaType)))
                .isInstanceOfSatisfying(
                        Classification.Declined.class,
                        declined -> assertThat(declined.reason().code()).isEqualTo(code));
    }

    @Test
    void sortsTheEntriesOfAnIndex() {
        var index =
                index(
                        entry(
                                "1",
                                "'platform':{'os':'linux','architecture':'amd64','variant':'v2'}"),
                        entry("2", "'platform':{'os':'windows','architecture':'amd64'}"),
                        entry("3", "'platform':{'os':'linux','architecture':'s390x'}"),
                        entry(
                                "4",
                                "'platform':{'os':'unknown','architecture':'unknown'},'annotations':{'vnd.docker.reference.type':'attestation-manifest'}"),
                        entry("5", "'artifactType':'application/x'"),
                        entry("6", "'x':1"),
                        entry("1", "'platform':{'os':'linux','architecture':'amd64'}"));

        var children = ((Classification.Index) CLASSIFIER.classify(index)).children();

        assertThat(children).hasSize(6);
        assertThat(children.get(0)).isInstanceOf(Child.Candidate.class);
        assertThat(((Child.Kept) children.get(1)).reason().code()).isEqualTo("os");
        assertThat(((Child.Kept) children.get(2)).reason().code()).isEqualTo("platform");
        assertThat(children.get(3)).isInstanceOf(Child.Dropped.class);
        assertThat(((Child.Kept) children.get(4)).reason().code()).isEqualTo("artifact");
        assertThat(children.get(5)).isInstanceOf(Child.Candidate.class);
    }

    @Test
    void refusesManifestsThatAreNoJson() {
        assertThatThrownBy(() -> CLASSIFIER.classify(oci("{'config':")))
                .isInstanceOf(PermanentFailure.class);
        assertThatThrownBy(() -> CLASSIFIER.classify(oci("{'a':1,'a':2}")))
                .isInstanceOf(PermanentFailure.class);
    }

    private static Manifest oci(String text) {
        var json =
                text.replace(
                                "CONFIG",
                                "{'mediaType':'application/vnd.oci.image.config.v1+json','digest':'DIGEST'}")
                        .replace("DIGEST", D)
                        .replace('\'', '"');
        return new Manifest(json.getBytes(UTF_8), MediaType.OCI_MANIFEST);
    }

    private static Manifest index(String... entries) {
        var json = "{'manifests':[" + String.join(",", entries) + "]}";
        return new Manifest(json.replace('\'', '"').getBytes(UTF_8), MediaType.OCI_INDEX);
    }

    private static String entry(String digit, String rest) {
        return "{'mediaType':'"
                + MediaType.OCI_MANIFEST
                + "','size':7,'digest':'sha256:"
                + digit.repeat(64)
                + "',"
                + rest
                + "}";
    }
}
