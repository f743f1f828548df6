package dev.inlay.instrument;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.image.Digest;
import dev.inlay.image.Launch;
import dev.inlay.image.Platform;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SensorConfigTest {
    private static final Digest DIGEST = Digest.ofText("image");

    @Test
    void saysEverythingTheWireFormatNames() {
        var settings =
                new SensorSettings(
                        Optional.of(new SensorSettings.Report("http://10.0.0.1:8080", "1.abc")),
                        List.of(new SensorSettings.TrustedKey("k1", "BPoint")),
                        SensorSettings.Start.PROTECTED,
                        SensorSettings.Intervals.STANDARD,
                        Optional.empty());

        assertThat(config(Optional.of(List.of("/bin/sh", "-c", "true")), settings))
                .isEqualTo(
                        "{\"version\":1,\"image\":\""
                                + DIGEST
                                + "\",\"source\":\"shop/web:1.4\",\"platform\":\"linux/amd64\",\"endpoint\":\"http://10.0.0.1:8080\",\"token\":\"1.abc\","
                                + "\"keys\":[{\"id\":\"k1\",\"publicKey\":\"BPoint\"}],\"start\":\"protected\",\"healthcheck\":[\"/bin/sh\",\"-c\",\"true\"],"
                                + "\"intervals\":{\"learning\":5,\"steady\":300,\"policy\":5}}");
    }

    @Test
    void namesNoEndpointWithoutAControlPlane() {
        var image = image(Optional.empty());

        assertThat(config(Optional.empty(), SettingsSource.standalone().settingsOf(image)))
                .isEqualTo(
                        "{\"version\":1,\"image\":\""
                                + DIGEST
                                + "\",\"source\":\"shop/web:1.4\",\"platform\":\"linux/amd64\",\"keys\":[],\"start\":\"open\",\"intervals\":{\"learning\":5,\"steady\":300,\"policy\":5}}");
    }

    private static String config(Optional<List<String>> healthcheck, SensorSettings settings) {
        return new String(SensorConfig.of(image(healthcheck), settings), UTF_8);
    }

    private static SourceImage image(Optional<List<String>> healthcheck) {
        return new SourceImage(
                DIGEST,
                "shop/web",
                "1.4",
                new Platform("linux", "amd64", ""),
                new Launch(List.of(), List.of(), "", List.of(), healthcheck));
    }
}
