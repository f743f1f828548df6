package dev.inlay.e2e.plane;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.inlay.e2e.world.Scene;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/// Somebody between a sensor and its control plane: hears everything, and may put a policy of his
/// own in the place of the real one.
public final class Middleman {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final List<String> PASSED_ON =
            List.of("authorization", "content-type", "if-none-match");

    private final URI plane;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private volatile UnaryOperator<String> forgery = UnaryOperator.identity();

    private Middleman(URI plane, HttpServer server) {
        this.plane = plane;
        this.server = server;
    }

    /// A request and what it was answered.
    public record Heard(String path, String body, int status, String answer) {
        /// A frame that the control plane said it has.
        public boolean acknowledgedFrame() {
            return path.startsWith("/v1/telemetry") && status == 202;
        }
    }

    /// Stands at an address that containers can reach, until the scene is over.
    public static Middleman at(Scene scene, String address, URI plane) {
        try {
            var socket = new InetSocketAddress(InetAddress.getByName(address), 0);
            var middleman = new Middleman(plane, HttpServer.create(socket, 0));
            middleman.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            middleman.server.createContext("/", middleman::take);
            middleman.server.start();
            scene.atTheEnd(() -> middleman.server.stop(0));
            return middleman;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a sensor is told as its endpoint.
    public String endpoint() {
        var address = server.getAddress();
        return "http://%s:%d".formatted(address.getAddress().getHostAddress(), address.getPort());
    }

    /// From now on policies pass through this.
    public void forge(UnaryOperator<String> policy) {
        forgery = policy;
    }

    /// Everything heard, in order.
    public List<Heard> heard() {
        return List.copyOf(heard);
    }

    /// The latest frame, if there was one.
    public Optional<Heard> lastFrame() {
        return heard.reversed().stream().filter(Heard::acknowledgedFrame).findFirst();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var answer = ask(exchange, path, body);
            String text = answer.body();
            if (path.equals("/v1/policy") && answer.statusCode() == 200) {
                text = forgery.apply(text);
            }
            heard.add(new Heard(path, body, answer.statusCode(), text));
            answer.headers()
                    .firstValue("etag")
                    .ifPresent(tag -> exchange.getResponseHeaders().set("ETag", tag));
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(
                    answer.statusCode(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private HttpResponse<String> ask(HttpExchange exchange, String path, String body)
            throws IOException {
        var request =
                HttpRequest.newBuilder(plane.resolve(path))
                        .timeout(PATIENCE)
                        .method(exchange.getRequestMethod(), BodyPublishers.ofString(body));
        exchange.getRequestHeaders()
                .forEach((name, values) -> {
                    if (PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                        request.header(name, values.getFirst());
                    }
                });
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
