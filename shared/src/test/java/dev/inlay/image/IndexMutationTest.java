package dev.inlay.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IndexMutationTest {
    private static final String A = "sha256:" + "a".repeat(64);
    private static final String B = "sha256:" + "b".repeat(64);
    private static final String C = "sha256:" + "c".repeat(64);

    @Test
    void replacesImagesInTheirPlaceAndKeepsTheRest() {
        var index = index(MediaType.OCI_INDEX, ",\"annotations\":{\"k\":\"v\"},\"x\":1.0");
        var twin = TestImage.oci("{}").manifest();

        var after =
                IndexMutation.apply(
                        index,
                        Map.of(new Digest(A), twin),
                        Set.of(new Digest(C)),
                        "shop/web:1",
                        "0.1.0");

        assertThat(new String(after.bytes(), UTF_8))
                .isEqualTo(
                        "{\"schemaVersion\":2,\"manifests\":["
                                + entry(twin.digest().value(), twin.bytes().length, "amd64")
                                + ","
                                + entry(B, 7, "s390x")
                                + "],\"annotations\":{\"k\":\"v\",\"dev.inlay.sensor\":\"0.1.0\",\"dev.inlay.source\":\"shop/web:1\",\"dev.inlay.source.digest\":\""
                                + index.digest()
                                + "\"},\"x\":1.0}");
    }

    @Test
    void addsNoAnnotationsWhereTheFormatHasNone() {
        var index = index(MediaType.DOCKER_INDEX, "");

        var after = IndexMutation.apply(index, Map.of(), Set.of(), "shop/web:1", "0.1.0");

        assertThat(after.bytes()).isEqualTo(index.bytes());
        assertThat(after.mediaType()).isEqualTo(MediaType.DOCKER_INDEX);
    }

    private static Manifest index(String mediaType, String rest) {
        var text =
                "{\"schemaVersion\":2,\"manifests\":["
                        + entry(A, 7, "amd64")
                        + ","
                        + entry(C, 7, "unknown")
                        + ","
                        + entry(B, 7, "s390x")
                        + "]"
                        + rest
                        + "}";
        return new Manifest(text.getBytes(UTF_8), mediaType);
    }

    private static String entry(String digest, int size, String architecture) {
        return "{\"digest\":\""
                + digest
                + "\",\"size\":"
                + size
                + ",\"platform\":{\"architecture\":\""
                + architecture
                + "\"},\"y\":[]}";
    }
}
