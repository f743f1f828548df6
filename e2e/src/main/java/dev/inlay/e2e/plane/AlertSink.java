package dev.inlay.e2e.plane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.inlay.e2e.world.Await;
import dev.inlay.e2e.world.Scene;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/// Where alerts are delivered: a webhook of ours, which keeps each with the time it came.
public final class AlertSink {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final List<Delivered> delivered = new CopyOnWriteArrayList<>();

    private AlertSink(HttpServer server) {
        this.server = server;
    }

    /// An alert as it was posted.
    public record Delivered(Instant at, JsonNode alert) {
        /// Whether the text of the document holds all of these.
        public boolean mentions(String... words) {
            String text = alert.toString();
            return List.of(words).stream().allMatch(text::contains);
        }
    }

    /// Listens on loopback until the scene is over.
    public static AlertSink open(Scene scene) {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            var sink = new AlertSink(HttpServer.create(address, 0));
            sink.server.createContext("/alerts", sink::take);
            sink.server.start();
            scene.atTheEnd(() -> sink.server.stop(0));
            return sink;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a control plane is told to post to.
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/alerts");
    }

    /// All that came since.
    public List<Delivered> since(Instant moment) {
        return delivered.stream().filter(one -> !one.at().isBefore(moment)).toList();
    }

    /// The first one after the moment that fits, if it comes in time.
    public Optional<Delivered> await(Instant moment, Duration limit, Predicate<Delivered> fits) {
        return Await.within(limit, () -> since(moment).stream().filter(fits).findFirst());
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            Instant now = Instant.now();
            var told = JSON.readTree(exchange.getRequestBody());
            // What runs unwatched is told here too; it is no alert.
            if (!told.has("event")) {
                delivered.add(new Delivered(now, told));
            }
            exchange.sendResponseHeaders(204, -1);
        }
    }
}
