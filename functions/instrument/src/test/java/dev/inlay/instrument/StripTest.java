package dev.inlay.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.image.Digest;
import dev.inlay.image.ImageRef;
import dev.inlay.image.Instrumentation;
import dev.inlay.image.JsonTree;
import dev.inlay.image.Manifest;
import dev.inlay.image.MediaType;
import dev.inlay.image.Push;
import dev.inlay.image.Restoration;
import dev.inlay.image.TagMapping;
import dev.inlay.image.TestImage;
import dev.inlay.registry.Distribution;
import dev.inlay.registry.LocalRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("registry")
class StripTest {
    private static final String REPOSITORY = "shop/web";

    @TempDir static Path directory;
    private static LocalRegistry server;
    private static Distribution registry;

    private final String tag = "t" + UUID.randomUUID();
    private final TestImage image = TestImage.oci("{\"Cmd\":[\"" + tag + "\"]}");

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
    void givesBackTheOriginalToTheByte() {
        LocalRegistry.push(registry, REPOSITORY, tag, image);
        instrument(image.manifest().digest());

        assertThat(strip(tag + "-inlay", tag + "-bare"))
                .isEqualTo(new Strip.Result.Stripped(image.manifest().digest(), true));
        assertThat(registry.resolve(REPOSITORY, tag + "-bare")).contains(image.manifest().digest());
    }

    @Test
    void givesBackItsLayersAndConfigurationWhenTheOriginalIsGone() throws Exception {
        LocalRegistry.push(registry, REPOSITORY, tag, image);
        instrument(image.manifest().digest());
        delete(image.manifest().digest());

        var result = (Strip.Result.Stripped) strip(tag + "-inlay", tag + "-bare");

        assertThat(result.original()).isFalse();
        var bare = registry.manifest(REPOSITORY, tag + "-bare").orElseThrow();
        var config = Instrumentation.configuration(bare).orElseThrow();
        assertThat(
                        Restoration.differences(
                                image.manifest(),
                                image.config().bytes(),
                                bare,
                                registry.blob(REPOSITORY, config, 1 << 20)))
                .isEmpty();
        assertThat(config).isEqualTo(image.config().digest());
    }

    @Test
    void givesBackAnIndexWholeOrPieceByPiece() throws Exception {
        LocalRegistry.pushUntagged(registry, REPOSITORY, image);
        var index = index();
        registry.tag(REPOSITORY, tag, index);
        instrument(index.digest());

        assertThat(strip(tag + "-inlay", tag + "-bare"))
                .isEqualTo(new Strip.Result.Stripped(index.digest(), true));

        delete(index.digest());
        var result = (Strip.Result.Stripped) strip(tag + "-inlay", tag + "-rebuilt");

        assertThat(result.original()).isFalse();
        assertThat(registry.manifest(REPOSITORY, result.digest()).orElseThrow().tree())
                .isEqualTo(index.tree());
    }

    @Test
    void leavesATagAloneThatHoldsSomethingElse() {
        LocalRegistry.push(registry, REPOSITORY, tag, image);
        instrument(image.manifest().digest());
        var other = TestImage.oci("{\"Cmd\":[\"other\"]}");
        LocalRegistry.push(registry, REPOSITORY, tag + "-bare", other);

        assertThat(code(strip(tag + "-inlay", tag + "-bare"))).isEqualTo("target-taken");
        assertThat(registry.resolve(REPOSITORY, tag + "-bare")).contains(other.manifest().digest());
    }

    @Test
    void declinesWhatHasNoSensorOrIsNotThere() {
        LocalRegistry.push(registry, REPOSITORY, tag, image);

        assertThat(code(strip(tag, tag + "-bare"))).isEqualTo("not-instrumented");
        assertThat(code(strip("none", tag + "-bare"))).isEqualTo("not-there");
    }

    private void instrument(Digest digest) {
        assertThat(
                        new Instrument(registry, FakeSensor.FIRST, SettingsSource.standalone())
                                .run(new Push(REPOSITORY, tag, digest), TagMapping.BESIDE, _ -> {}))
                .isInstanceOf(Outcome.Instrumented.class);
    }

    private Manifest index() {
        var index =
                JsonTree.newObject().put("schemaVersion", 2).put("mediaType", MediaType.OCI_INDEX);
        index.putArray("manifests")
                .addObject()
                .put("mediaType", image.manifest().mediaType())
                .put("digest", image.manifest().digest().value())
                .put("size", image.manifest().bytes().length)
                .putObject("platform")
                .put("architecture", "amd64")
                .put("os", "linux");
        return new Manifest(JsonTree.bytes(index), MediaType.OCI_INDEX);
    }

    private static Strip.Result strip(String from, String to) {
        return new Strip(registry)
                .strip(ImageRef.parse(server.address() + "/" + REPOSITORY + ":" + from), to);
    }

    private static String code(Strip.Result result) {
        return result instanceof Strip.Result.Declined(var reason) ? reason.code() : "";
    }

    private static void delete(Digest digest) throws Exception {
        var uri = "http://" + server.address() + "/v2/" + REPOSITORY + "/manifests/" + digest;
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(uri)).DELETE().build();
            assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(202);
        }
    }
}
