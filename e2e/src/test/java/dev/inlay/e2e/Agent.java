package dev.inlay.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.inlay.document.Json;
import dev.inlay.e2e.world.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/// What ECS is to a task: hands out the credentials of its role to who shows the token. Beside that
/// it keeps what is posted to it, as a control plane that answers nothing.
final class Agent implements AutoCloseable {
    static final String TOKEN = "the-token-of-this-task";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpServer server;
    private final Queue<String> posted = new ConcurrentLinkedQueue<>();
    private AwsSessionCredentials credentials;
    private int asked;

    Agent(AwsSessionCredentials credentials) throws IOException {
        this.credentials = credentials;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/credentials", this::handOut);
        server.createContext("/v1/session", this::keep);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    synchronized void change(AwsSessionCredentials next) {
        credentials = next;
    }

    /// Returns when it was asked so often.
    void awaitAsked(int times) {
        Await.until(
                "somebody to ask for credentials " + times + " times",
                PATIENCE,
                () -> asked() >= times);
    }

    private synchronized int asked() {
        return asked;
    }

    /// What a sensor shows to open a session.
    String session() {
        return Await.value(
                "a sensor to open a session", PATIENCE, () -> Optional.ofNullable(posted.poll()));
    }

    private synchronized void handOut(HttpExchange exchange) throws IOException {
        var token = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        asked++;
        var answer =
                Json.object()
                        .put("RoleArn", "arn:aws:iam::123456789012:role/shop")
                        .put("AccessKeyId", credentials.accessKeyId())
                        .put("SecretAccessKey", credentials.secretAccessKey())
                        .put("Token", credentials.sessionToken())
                        .put("Expiration", expiry());
        answer(exchange, token.equals(TOKEN) ? 200 : 403, Json.write(answer));
    }

    /// In whole seconds, as ECS gives it.
    private static String expiry() {
        return Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private void keep(HttpExchange exchange) throws IOException {
        posted.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        answer(exchange, 503, "{}");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            var bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
