package dev.inlay.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.inlay.failure.PermanentFailure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentProxiesTest {
    @Test
    void takesEachForItsOwnKindOfAddress() {
        var proxies =
                EnvironmentProxies.of(
                                Map.of(
                                        "HTTPS_PROXY",
                                        "http://safe:3128",
                                        "https_proxy",
                                        "http://other:1",
                                        "http_proxy",
                                        "plain:8080"))
                        .orElseThrow();

        assertThat(chosen(proxies, "https://registry.example/v2/")).isEqualTo("safe:3128");
        assertThat(chosen(proxies, "http://registry.example/v2/")).isEqualTo("plain:8080");
    }

    @Test
    void isNoneWhereNoneIsNamed() {
        assertThat(EnvironmentProxies.of(Map.of("NO_PROXY", "x", "HTTPS_PROXY", " "))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://registry.example/, false",
        "https://inner.example/, true",
        "https://a.b.inner.example/, true",
        "https://notinner.example/, false",
        "https://below.example/, false",
        "https://x.below.example/, true",
        "https://x.stars.example/, true",
        "https://ported.example:5000/, true",
        "https://ported.example/, false",
        "https://standard.example/, true",
        "https://10.1.2.3/, true",
        "https://10.2.2.3/, false",
        "https://192.0.2.7:5000/, true",
        "https://192.0.2.8/, false",
        "https://[2001:db8::7]/, true",
        "https://[2001:db9::7]/, false",
        "https://localhost:5000/, true",
        "https://127.3.2.1:5000/, true",
        "https://[::1]:5000/, true"
    })
    void leavesOutWhatIsReachedWithoutOne(String uri, boolean without) {
        var proxies =
                EnvironmentProxies.of(
                                Map.of(
                                        "HTTPS_PROXY",
                                        "http://proxy:3128",
                                        "NO_PROXY",
                                        "Inner.example, .below.example,*.stars.example,ported.example:5000,standard.example:443,10.1.0.0/16,192.0.2.7,2001:db8::/32,/,x/y,10.0.0.0/999"))
                        .orElseThrow();

        assertThat(proxies.select(URI.create(uri)).getFirst().equals(Proxy.NO_PROXY))
                .isEqualTo(without);
    }

    @Test
    void leavesOutEverythingForAStar() {
        var proxies = EnvironmentProxies.of(Map.of("HTTPS_PROXY", "p:1", "no_proxy", "*"));

        assertThat(chosen(proxies.orElseThrow(), "https://registry.example/")).isEqualTo("DIRECT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://user:hush@proxy:1",
                "socks5://user:hush@proxy:1",
                "http://hush proxy",
                "http://",
                "http://hush_",
                "://hush"
            })
    void refusesWhatItDoesNotUnderstandAndKeepsWhatMayBeSecret(String proxy) {
        assertThatThrownBy(() -> EnvironmentProxies.of(Map.of("HTTPS_PROXY", proxy)))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("HTTPS_PROXY")
                .message()
                .doesNotContain("hush");
    }

    /// The proxy answers in the place of a registry that does not exist.
    @Test
    void leadsRequestsToTheProxy() throws Exception {
        var asked = new ArrayList<String>();
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    asked.add(exchange.getRequestURI().toString());
                    Faults.answer(200, "{\"tags\":[\"1.4\"]}").answer(exchange);
                    exchange.close();
                });
        server.start();
        var before = ProxySelector.getDefault();
        try {
            var address = "http://127.0.0.1:" + server.getAddress().getPort();
            ProxySelector.setDefault(
                    EnvironmentProxies.of(Map.of("HTTP_PROXY", address)).orElseThrow());

            assertThat(registry("registry.invalid").tags("shop/web")).containsExactly("1.4");
            assertThat(asked).containsExactly("http://registry.invalid/v2/shop/web/tags/list");
        } finally {
            ProxySelector.setDefault(before);
            server.stop(0);
        }
    }

    private static Distribution registry(String host) {
        return new Distribution(
                RegistryHttp.within(Duration.ofSeconds(20), Clock.systemUTC()),
                Endpoint.of(host, Set.of(host)),
                Credentials.anonymous(),
                Retry.patient(),
                PutQuota.usual(host));
    }

    private static String chosen(EnvironmentProxies proxies, String uri) {
        return String.join(
                ",",
                proxies.select(URI.create(uri)).stream()
                        .map(proxy ->
                                proxy.address() instanceof InetSocketAddress there
                                        ? there.getHostString() + ":" + there.getPort()
                                        : proxy.type().name())
                        .toList());
    }
}
