package dev.inlay.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.image.Classification.Child;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                "malformed   | {'config':CONFIG,'layers':[],'annotations':[]}",
                "malformed   | {'config':CONFIG,'layers':[],'annotations':'x'}",
                "malformed   | {'config':CONFIG,'layers':[{'mediaType':'application/vnd.oci.image.layer.v1.tar'}]}",
                "malformed   | {'config':CONFIG,'layers':[],'manifests':[]}",
                "malformed   | {'config':{'mediaType':'application/vnd.oci.image.config.v1+json'},'layers':[]}",
                "malformed   | {'mediaType':'application/vnd.oci.image.index.v1+json','config':CONFIG,'layers':[]}",
                "artifact    | {}"
            })
    void declinesWhatIsNoImageAndSaysWhy(String code, String manifest) {
        assertThat(code(oci(manifest))).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "schema-1,application/vnd.docker.distribution.manifest.v1+prettyjws",
        "schema-1,application/vnd.docker.distribution.manifest.v1+json",
        "media-type,application/vnd.buildkit.cacheconfig.v0",
        "media-type,''"
    })
    void declinesOtherMediaTypes(String code, String mediaType) {
        assertThat(code(manifest("{}", mediaType))).isEqualTo(code);
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

    /// Engines start what is listed for their platform, whatever type the entry gives it.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'artifactType':'application/vnd.oci.image.config.v1+json','platform':PLATFORM",
                "'artifactType':'application/vnd.docker.container.image.v1+json'",
                "'artifactType':'application/x','platform':PLATFORM",
                "'platform':PLATFORM"
            })
    void looksAtEveryEntryThatAnEngineMayStart(String rest) {
        var platform = "{'os':'linux','architecture':'amd64'}";
        var entry = entry("1", rest.replace("PLATFORM", platform));
        var untyped = entry.replace("'mediaType':'" + MediaType.OCI_MANIFEST + "',", "");

        for (var each : List.of(entry, untyped)) {
            assertThat(((Classification.Index) CLASSIFIER.classify(index(each))).children())
                    .singleElement()
                    .isInstanceOf(Child.Candidate.class);
        }
    }

    /// Whichever came first would have decided for both.
    @Test
    void declinesAnIndexThatListsAnImageAlsoAsSomethingElse() {
        var image = entry("1", "'platform':{'os':'linux','architecture':'amd64'}");
        var others =
                List.of(
                        "'platform':{'os':'windows','architecture':'amd64'}",
                        "'platform':{'os':'linux','architecture':'s390x'}",
                        "'artifactType':'application/x'",
                        "'annotations':{'vnd.docker.reference.type':'attestation-manifest'}");
        for (var other : others) {
            assertThat(code(index(image, entry("1", other)))).isEqualTo("malformed");
            assertThat(code(index(entry("1", other), image))).isEqualTo("malformed");
        }
    }

    @Test
    void keepsNoEndlessNamesOfPlatforms() {
        var index = index(entry("1", "'platform':{'os':'" + "x".repeat(1_000_000) + "'}"));

        var kept =
                (Child.Kept)
                        ((Classification.Index) CLASSIFIER.classify(index)).children().getFirst();

        assertThat(kept.platform().toString()).hasSizeLessThan(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{'config':", "[]", "7", "{'a':1,'a':2}", "{} {}", "\u0000"})
    void declinesManifestsThatAreNotExactlyOneObject(String manifest) {
        assertThat(code(oci(manifest))).isEqualTo("malformed");
    }

    /// Registries and engines are written in Go, which reads names without case.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"layers\":     | \"Layers\":[],\"layers\":",
                "\"config\":     | \"CONFIG\":{},\"config\":",
                "\"size\":       | \"Size\":1,\"size\":",
                "\"digest\":     | \"Digest\":\"sha256:0\",\"digest\":",
                "\"mediaType\":  | \"MediaType\":\"x\",\"mediaType\":"
            })
    void declinesWhatOthersReadAsSomethingElse(String from, String to) {
        var image = new String(TestImage.oci("{}").manifest().bytes(), UTF_8);

        assertThat(CLASSIFIER.classify(oci(image))).isInstanceOf(Classification.Single.class);
        assertThat(code(oci(image.replaceFirst(from, to)))).isEqualTo("malformed");
    }

    @Test
    void keepsNotesWhoseNamesDifferInCaseAlone() {
        var image = new String(TestImage.oci("{}").manifest().bytes(), UTF_8);
        var noted = image.replaceAll("}$", ",\"annotations\":{\"a\":\"1\",\"A\":\"2\"}}");

        assertThat(CLASSIFIER.classify(oci(noted))).isInstanceOf(Classification.Single.class);
    }

    @Test
    void declinesAnIndexThatIsAboutSomething() {
        for (var about : List.of("'subject':{}", "'artifactType':'application/x'")) {
            var index = new String(index().bytes(), UTF_8).replace("{", "{" + about + ",");
            assertThat(code(manifest(index, MediaType.OCI_INDEX))).isEqualTo("artifact");
        }
    }

    @Test
    void declinesAnIndexWithoutAListOrWithTooLongAOne() {
        var many = Stream.generate(() -> entry("1", "'x':1")).limit(201).toArray(String[]::new);

        assertThat(code(manifest("{'manifests':{}}", MediaType.OCI_INDEX))).isEqualTo("malformed");
        assertThat(code(manifest("{'manifests':[{}]}", MediaType.OCI_INDEX)))
                .isEqualTo("malformed");
        assertThat(code(index(many))).isEqualTo("malformed");
    }

    private static String code(Manifest manifest) {
        var classification = CLASSIFIER.classify(manifest);
        assertThat(classification).isInstanceOf(Classification.Declined.class);
        var reason = ((Classification.Declined) classification).reason();
        assertThat(reason.text()).isNotBlank();
        return reason.code();
    }

    private static Manifest oci(String text) {
        var json =
                text.replace(
                                "CONFIG",
                                "{'mediaType':'application/vnd.oci.image.config.v1+json','digest':'DIGEST'}")
                        .replace("DIGEST", D);
        return manifest(json, MediaType.OCI_MANIFEST);
    }

    private static Manifest manifest(String json, String mediaType) {
        return new Manifest(json.replace('\'', '"').getBytes(UTF_8), mediaType);
    }

    private static Manifest index(String... entries) {
        return manifest("{'manifests':[" + String.join(",", entries) + "]}", MediaType.OCI_INDEX);
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
