package dev.inlay.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.Push;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScanMessageTest {
    private static final Digest DIGEST =
            new Digest("sha256:3c949327e32569aff0c532905dcb9626892e4c9b109be08027bb1e44f7f96518");

    @Test
    void readsAPushAsEventBridgeDeliversIt() {
        assertThat(ScanMessage.parse(event("push.json")))
                .isEqualTo(
                        new ScanMessage.Pushed(
                                new Push("node", "20-alpine3.16", DIGEST),
                                Instant.parse("2023-05-08T15:13:09Z")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"image-tag\": \"20-alpine3.16\" | \"image-tag\": \"\"",
                "\"image-tag\": \"20-alpine3.16\" | \"x\": 1",
                "\"image-tag\": \"20-alpine3.16\" | \"image-tag\": \"sha256-3c949327e32569aff0c532905dcb9626892e4c9b109be08027bb1e44f7f96518.sig\"",
                "\"action-type\": \"PUSH\" | \"action-type\": \"UPDATE_STORAGE_CLASS\"",
                "\"result\": \"SUCCESS\" | \"result\": \"FAILURE\"",
                "\"ECR Image Action\" | \"ECR Referrer Action\"",
                "application/vnd.oci.image.config.v1+json | application/vnd.cncf.helm.config.v1+json"
            })
    void ignoresEventsThatMeanNoImage(String from, String to) {
        assertThat(event("push.json")).contains(from);

        assertThat(ScanMessage.parse(event("push.json").replace(from, to)))
                .isInstanceOf(ScanMessage.Ignored.class);
    }

    @Test
    void needsNoMediaTypesAsOlderEventsAndIndexesHaveNone() {
        var older =
                event("push.json")
                        .replaceAll(",\\s*\"(manifest|artifact)-media-type\": \"[^\"]*\"", "");

        assertThat(older).doesNotContain("media-type");
        assertThat(ScanMessage.parse(older)).isInstanceOf(ScanMessage.Pushed.class);
    }

    @Test
    void readsADeletionOfAManifestWithoutATag() {
        var deleted =
                event("push.json").replace("PUSH", "DELETE").replace("\"20-alpine3.16\"", "\"\"");

        assertThat(ScanMessage.parse(deleted))
                .isEqualTo(new ScanMessage.DeletedManifest("node", DIGEST));
    }

    /// Each field of an event may be missing; none of them makes a push of something else.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "detail-type",
                "time",
                "action-type",
                "result",
                "repository-name",
                "image-tag",
                "image-digest"
            })
    void makesNoPushOfAnEventThatLacksAField(String field) {
        var without = event("push.json").replace("\"" + field + "\"", "\"no-" + field + "\"");

        assertThat(without).isNotEqualTo(event("push.json"));
        try {
            assertThat(ScanMessage.parse(without)).isInstanceOf(ScanMessage.Ignored.class);
        } catch (PermanentFailure e) {
            assertThat(e).hasMessageContaining("reading");
        }
    }

    @Test
    void readsDeletionsRequestsAndSweeps() {
        assertThat(ScanMessage.parse(event("push.json").replace("PUSH", "DELETE")))
                .isEqualTo(new ScanMessage.Deleted(new Push("node", "20-alpine3.16", DIGEST)));
        assertThat(ScanMessage.parse("{\"manual\":{\"repository\":\"shop/web\",\"tag\":\"1\"}}"))
                .isEqualTo(new ScanMessage.Manual("shop/web", "1"));
        assertThat(ScanMessage.parse("{\"sweep\":true}")).isEqualTo(new ScanMessage.Sweep());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{\"manual\":{}}",
                "{\"manual\":{\"repository\":\"../x\",\"tag\":\"1\"}}",
                "{\"sweep\":true"
            })
    void refusesWhatIsNone(String body) {
        assertThatThrownBy(() -> ScanMessage.parse(body)).isInstanceOf(PermanentFailure.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void takesAnyDamageForAnAnswerOrAFailureOfItsOwn(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            var damaged = new StringBuilder(event("push.json"));
            damaged.setCharAt(random.nextInt(damaged.length()), (char) (32 + random.nextInt(95)));
            try {
                assertThat(ScanMessage.parse(damaged.toString())).isNotNull();
            } catch (PermanentFailure e) {
                assertThat(e.getMessage()).as("seed %d: %s", seed, damaged).isNotBlank();
            }
        }
    }

    static String event(String name) {
        try (var in = Objects.requireNonNull(ScanMessageTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new AssertionError(name, e);
        }
    }
}
