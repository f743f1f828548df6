package dev.inlay.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/// Answers of AWS, in its own bytes, one after the other: what it says when things go wrong, which
/// no emulator does. The last one is given again and again. What was asked is kept.
public final class Answers implements AutoCloseable {
    private final HttpServer server;
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<Question> asked = new ArrayList<>();

    private record Answer(int status, Function<Question, String> body) {}

    /// One request.
    ///
    /// @param target the operation, as `X-Amz-Target` names it; the path where there is none
    public record Question(String target, String body) {}

    private Answers(HttpServer server) {
        this.server = server;
    }

    /// Listens on a port of its own.
    public static Answers listen() {
        try {
            var server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var answers = new Answers(server);
            server.createContext("/", answers::answer);
            server.start();
            return answers;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The next answer.
    public Answers then(int status, String body) {
        return then(status, _ -> body);
    }

    /// The next answer, made out of what is asked.
    public Answers then(int status, Function<Question, String> body) {
        return then(new Answer(status, body));
    }

    /// An error as the JSON services tell it.
    public Answers thenError(int status, String code, String message) {
        var body = "{\"__type\":\"%s\",\"message\":\"%s\"}".formatted(code, message);
        return then(new Answer(status, _ -> body));
    }

    private synchronized Answers then(Answer answer) {
        answers.add(answer);
        return this;
    }

    /// How to reach it.
    public Connection connection() {
        return connection(1);
    }

    /// As above, for who asks several times.
    public Connection connection(int attempts) {
        return Moto.connection(address(), attempts);
    }

    /// For the environment of another process.
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// What was asked, in order.
    public synchronized List<Question> asked() {
        return List.copyOf(asked);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            var question =
                    new Question(
                            target == null ? exchange.getRequestURI().getPath() : target,
                            new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            asked.add(question);
            var answer = answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
            var body = answer.body().apply(question).getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
