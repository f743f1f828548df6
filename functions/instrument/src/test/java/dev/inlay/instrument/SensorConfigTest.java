package dev.inlay.instrument;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.image.Digest;
import dev.inlay.image.JsonTree;
import dev.inlay.image.Launch;
import dev.inlay.image.Platform;
import dev.inlay.image.Start;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SensorConfigTest {
    private static final Path EXAMPLES = Path.of("..", "..", "docs", "examples");
    private static final Digest DIGEST = Digest.ofText("image");

    @Test
    void writesTheExampleOfTheWireFormat() throws IOException {
        var example = example("config.json");

        assertThat(
                        written(
                                example,
                                new SensorSettings.Report.ByToken(
                                        example.path("endpoint").asText(),
                                        example.path("token").asText())))
                .isEqualTo(JsonTree.bytes(example));
    }

    @Test
    void writesTheExampleOfASensorThatSendsByItself() throws IOException {
        var example = example("config-direct.json");
        var direct = example.path("direct");

        assertThat(
                        written(
                                example,
                                new SensorSettings.Report.Direct(
                                        direct.path("region").asText(),
                                        direct.path("telemetry").asText(),
                                        direct.path("violations").asText(),
                                        direct.path("policy").asText())))
                .isEqualTo(JsonTree.bytes(example));
    }

    @Test
    void writesARoleInThePlaceOfAToken() throws IOException {
        var example = example("config.json");

        assertThat(
                        written(
                                example,
                                new SensorSettings.Report.ByRole(
                                        "https://inlay.example.com",
                                        "eu-central-1",
                                        "sts.eu-central-1.amazonaws.com",
                                        "https://inlay.example.com")))
                .asString(UTF_8)
                .contains(
                        "\"endpoint\":\"https://inlay.example.com\",\"role\":{\"region\":\"eu-central-1\",\"sts\":\"sts.eu-central-1.amazonaws.com\",\"server\":\"https://inlay.example.com\"}")
                .doesNotContain("token");
    }

    private static ObjectNode example(String name) throws IOException {
        return JsonTree.object(Files.readAllBytes(EXAMPLES.resolve(name)), "the example");
    }

    private static byte[] written(ObjectNode example, SensorSettings.Report report) {
        var keys = new ArrayList<SensorSettings.TrustedKey>();
        example.path("keys")
                .forEach(key ->
                        keys.add(
                                new SensorSettings.TrustedKey(
                                        key.path("id").asText(), key.path("publicKey").asText())));
        var settings =
                new SensorSettings(
                        Optional.of(report),
                        keys,
                        Start.OPEN,
                        SensorSettings.Intervals.STANDARD,
                        Optional.empty());
        var healthcheck = example.path("healthcheck").valueStream().map(JsonNode::asText).toList();
        var digest = new Digest(example.path("image").asText());
        return SensorConfig.of(image(digest, Optional.of(healthcheck)), settings);
    }

    @Test
    void namesNoEndpointWithoutAControlPlane() {
        var image = image(DIGEST, Optional.empty());

        assertThat(SensorConfig.of(image, SettingsSource.standalone().settingsOf(image)))
                .asString(UTF_8)
                .isEqualTo(
                        "{\"version\":1,\"image\":\""
                                + DIGEST
                                + "\",\"source\":\"shop/web:1.4\",\"platform\":\"linux/amd64\",\"keys\":[],\"start\":\"open\",\"intervals\":{\"learning\":5,\"steady\":300,\"policy\":5}}");
    }

    private static SourceImage image(Digest digest, Optional<List<String>> healthcheck) {
        return new SourceImage(
                digest,
                "shop/web",
                "1.4",
                new Platform("linux", "amd64", ""),
                new Launch(List.of(), List.of(), "", List.of(), healthcheck));
    }
}
