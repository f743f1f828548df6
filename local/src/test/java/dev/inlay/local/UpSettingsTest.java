package dev.inlay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UpSettingsTest {
    private static final Optional<URI> NONE = Optional.empty();

    @Test
    void tellSensorsAnAddressBeyondLoopbackWhenThereIsOne() {
        assertThat(settings(NONE).endpoint(80)).isEqualTo(URI.create("http://127.0.0.1:80"));
        assertThat(settings(NONE, "172.17.0.1").endpoint(80))
                .isEqualTo(URI.create("http://172.17.0.1:80"));
        assertThat(settings(NONE, "fd00::1").endpoint(80))
                .isEqualTo(URI.create("http://[fd00::1]:80"));
        var told = URI.create("https://inlay.example");
        assertThat(settings(Optional.of(told), "0.0.0.0").endpoint(80)).isEqualTo(told);
    }

    @Test
    void refuseEveryAddressWithoutOneThatSensorsCanBeTold() {
        assertThatThrownBy(() -> settings(NONE, "0.0.0.0"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("--endpoint");
    }

    @Test
    void bindEachAddressOnce() {
        var loopback = settings(NONE, "127.0.0.1", "localhost", "172.17.0.1");
        assertThat(loopback.first().getHostString()).isEqualTo("127.0.0.1");
        assertThat(loopback.others(8080))
                .extracting(InetSocketAddress::getHostString)
                .containsExactly("172.17.0.1");

        var every = settings(Optional.of(URI.create("http://a:1")), "0.0.0.0", "172.17.0.1");
        assertThat(every.first().getHostString()).isEqualTo("0.0.0.0");
        assertThat(every.others(8080)).isEmpty();
    }

    private static UpSettings settings(Optional<URI> endpoint, String... listen) {
        return new UpSettings(
                Path.of("data"),
                8080,
                List.of(listen),
                endpoint,
                "localhost:5000",
                List.of(),
                Duration.ofMinutes(1),
                Path.of("docker.sock"));
    }
}
