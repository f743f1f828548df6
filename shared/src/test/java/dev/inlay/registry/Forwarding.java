package dev.inlay.registry;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Passes requests on to the registry behind a front, and its answers back.
final class Forwarding implements AutoCloseable {
    private static final Set<String> DROPPED =
            Set.of(
                    "host",
                    "connection",
                    "content-length",
                    "transfer-encoding",
                    "upgrade",
                    "http2-settings");

    private final HttpClient client = HttpClient.newHttpClient();
    private final String behind;
    private final String front;

    /// @param behind host and port of the registry
    /// @param front host and port its answers are to name instead
    Forwarding(String behind, String front) {
        this.behind = behind;
        this.front = front;
    }

    void pass(HttpExchange exchange) throws IOException {
        answer(exchange, ask(exchange, exchange.getRequestURI().toString()));
    }

    /// Asks the registry what the exchange asks, at another path.
    HttpResponse<byte[]> ask(HttpExchange exchange, String path) throws IOException {
        var request =
                HttpRequest.newBuilder(URI.create("http://" + behind + path))
                        .method(
                                exchange.getRequestMethod(),
                                HttpRequest.BodyPublishers.ofByteArray(
                                        exchange.getRequestBody().readAllBytes()));
        exchange.getRequestHeaders()
                .forEach((name, values) -> {
                    if (!DROPPED.contains(name.toLowerCase(Locale.ROOT))) {
                        values.forEach(value -> request.header(name, value));
                    }
                });
        return send(request.build());
    }

    /// Asks the registry something of the front's own.
    HttpResponse<byte[]> ask(String method, String path, String accept) throws IOException {
        return send(
                HttpRequest.newBuilder(URI.create("http://" + behind + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .header("Accept", accept)
                        .build());
    }

    void answer(HttpExchange exchange, HttpResponse<byte[]> response) throws IOException {
        response.headers().map().forEach((name, values) -> copy(exchange, name, values));
        boolean head = exchange.getRequestMethod().equals("HEAD");
        int length = response.body().length;
        exchange.sendResponseHeaders(response.statusCode(), head || length == 0 ? -1 : length);
        exchange.getResponseBody().write(response.body());
    }

    @Override
    public void close() {
        client.close();
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void copy(HttpExchange exchange, String name, List<String> values) {
        if (!DROPPED.contains(name) && !name.startsWith(":")) {
            values.forEach(value ->
                    exchange.getResponseHeaders()
                            .add(name, value.replace("http://" + behind, "http://" + front)));
        }
    }
}
