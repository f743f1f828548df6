package dev.inlay.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class HttpClientsTest {
    private final HttpClients clients = new HttpClients();

    @Test
    void speaksInTheClearAndEncryptsNothingWithTheSameClient() throws Exception {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> exchange.sendResponseHeaders(204, -1));
        server.start();
        var clear = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        var client = clients.to(clear);

        assertThat(client.send(asking(clear), BodyHandlers.discarding()).statusCode())
                .isEqualTo(204);
        var encrypted = URI.create(clear.toString().replace("http:", "https:"));
        assertThatThrownBy(() -> client.send(asking(encrypted), BodyHandlers.discarding()))
                .hasStackTraceContaining("encrypts nothing");
        server.stop(0);
    }

    @Test
    void encryptsWithWhatTheMachineTrusts() throws Exception {
        assertThat(clients.to(URI.create("https://registry.example")).sslContext())
                .isSameAs(SSLContext.getDefault());
        assertThat(clients.to(URI.create("HTTPS://registry.example")))
                .isSameAs(clients.to(URI.create("https://other.example")));
    }

    private static HttpRequest asking(URI uri) {
        return HttpRequest.newBuilder(uri).build();
    }
}
