package dev.inlay.aws.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/// What Lambda's runtime interface client talks to: hands out events and takes results, for one
/// environment that begins from a snapshot.
///
/// Specification: AWS Lambda runtime API, version 2018-06-01, and its `restore` part.
final class RuntimeApi implements AutoCloseable {
    private static final String PREFIX = "/2018-06-01/runtime/";
    private static final long MINUTE_MILLIS = 60_000;

    private record Invocation(String id, String event) {}

    private final HttpServer server;
    private final BlockingQueue<Invocation> events = new LinkedBlockingQueue<>();
    private final Map<String, CompletableFuture<String>> results = new ConcurrentHashMap<>();
    private final CompletableFuture<String> restored = new CompletableFuture<>();

    RuntimeApi() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(PREFIX, this::handle);
        server.start();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /// Completes when the snapshot is taken: all of `beforeCheckpoint` ran.
    CompletableFuture<String> restored() {
        return restored;
    }

    CompletableFuture<String> invoke(String event) {
        var id = UUID.randomUUID().toString();
        var result = new CompletableFuture<String>();
        results.put(id, result);
        events.add(new Invocation(id, event));
        return result;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath().substring(PREFIX.length());
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            switch (path) {
                case "invocation/next" -> next(exchange);
                case "restore/next" -> {
                    restored.complete("");
                    answer(exchange, 200, "{}");
                }
                case "init/error", "restore/error" -> {
                    failed(path + ": " + body);
                    answer(exchange, 202, "{}");
                }
                default -> {
                    result(path, body);
                    answer(exchange, 202, "{}");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void next(HttpExchange exchange) throws IOException, InterruptedException {
        var invocation = events.take();
        var headers = exchange.getResponseHeaders();
        headers.set("Lambda-Runtime-Aws-Request-Id", invocation.id());
        headers.set(
                "Lambda-Runtime-Deadline-Ms",
                Long.toString(System.currentTimeMillis() + MINUTE_MILLIS));
        headers.set(
                "Lambda-Runtime-Invoked-Function-Arn",
                "arn:aws:lambda:eu-central-1:111122223333:function:inlay:live");
        answer(exchange, 200, invocation.event());
    }

    private void result(String path, String body) {
        var parts = path.split("/", -1);
        var result = results.get(parts[1]);
        if (result == null) {
            return;
        }
        if (parts[2].equals("response")) {
            result.complete(body);
        } else {
            result.completeExceptionally(new IllegalStateException("the handler threw: " + body));
        }
    }

    void failed(String because) {
        var failure = new IllegalStateException(because);
        restored.completeExceptionally(failure);
        results.values().forEach(result -> result.completeExceptionally(failure));
    }

    /// Without a content type the client, which is native code, falls over.
    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
