package dev.inlay.local.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.local.Journal;
import dev.inlay.queue.Queue;
import dev.inlay.queue.QueueName;
import dev.inlay.session.SessionGate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;

/// Listens, reads bodies up to their limit, and writes replies; a virtual thread for each request.
public final class HttpFront implements AutoCloseable {
    /// One byte more than any request may have, so that too much is seen as too much.
    private static final int MAX_BODY = 64 * 1_024;

    private static final int GRACE_SECONDS = 2;

    static {
        // Read once by the JDK's server: answer at once, give up on those who never finish asking,
        // and let those who send too much hear that before the connection ends.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxReqTime", "30");
        System.setProperty("sun.net.httpserver.maxRspTime", "30");
        System.setProperty("sun.net.httpserver.drainAmount", "4194304");
    }

    private final List<HttpServer> servers = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Endpoint> endpoints;
    private final Endpoint console;
    private final Journal journal;

    /// @param isToken whether somebody shows the console token
    /// @param handler the console's, for everything that is neither a frame nor a notification
    public HttpFront(
            SessionGate sessions,
            Queue queue,
            Predicate<String> isToken,
            Function<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> handler,
            Journal journal) {
        this.endpoints =
                Map.of(
                        "/v1/telemetry",
                        new TelemetryEndpoint(sessions, queue, QueueName.TELEMETRY),
                        "/v1/telemetry/violations",
                        new TelemetryEndpoint(sessions, queue, QueueName.VIOLATIONS),
                        "/registry/notifications",
                        new RegistryEndpoint(isToken, queue));
        this.console = new ConsoleEndpoint(handler);
        this.journal = journal;
    }

    /// Listens on one more address; returns the port.
    public int listen(InetSocketAddress address) {
        try {
            var server = HttpServer.create(address, 0);
            server.setExecutor(threads);
            server.createContext("/", this::handle);
            server.start();
            servers.add(server);
            return server.getAddress().getPort();
        } catch (IOException e) {
            throw new PermanentFailure(
                    "listen",
                    "listening on %s:%d: %s; another program may have the port (choose one with --port), or this machine has no such address"
                            .formatted(address.getHostString(), address.getPort(), e.getMessage()),
                    e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            write(exchange, reply(read(exchange)));
        }
    }

    private static Exchange read(HttpExchange exchange) throws IOException {
        var headers = new HashMap<String, String>();
        exchange.getRequestHeaders()
                .forEach((name, values) ->
                        headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        return new Exchange(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                headers,
                new Body(exchange.getRequestBody().readNBytes(MAX_BODY + 1)),
                exchange.getRemoteAddress().getAddress().isLoopbackAddress());
    }

    private Reply reply(Exchange exchange) {
        var asked = exchange.method() + " " + exchange.uri().getPath();
        if (exchange.body().size() > MAX_BODY) {
            return Reply.problem(
                    413,
                    "too-large",
                    asked,
                    "a request has at most " + MAX_BODY + " bytes",
                    "send less at once");
        }
        try {
            return endpoints.getOrDefault(exchange.uri().getPath(), console).reply(exchange);
        } catch (TransientFailure e) {
            return Reply.problem(
                    503, e.code(), asked, String.valueOf(e.getMessage()), "try again in a moment");
        } catch (RuntimeException e) {
            journal.failed("answering " + asked, e);
            return Reply.problem(
                    500,
                    "internal",
                    asked,
                    "Inlay failed on it",
                    "the output of 'inlay up' says why; report it");
        }
    }

    private static void write(HttpExchange exchange, Reply reply) throws IOException {
        var body = reply.body().getBytes(StandardCharsets.UTF_8);
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        // -1 is "no body" for this API, 0 would be "unknown length".
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    /// Takes no new requests, and lets those that run finish.
    @Override
    public void close() {
        servers.forEach(server -> server.stop(GRACE_SECONDS));
        threads.shutdown();
    }
}
