package dev.inlay.local.plane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// Asks a control plane with the console token.
record Person(int port, String token, HttpClient http) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    Person(int port, String token) {
        this(port, token, HttpClient.newHttpClient());
    }

    JsonNode get(String path) {
        return send(request(path).GET());
    }

    JsonNode post(String path, String body) {
        return send(request(path).POST(BodyPublishers.ofString(body)));
    }

    /// The answer, once it is as expected.
    JsonNode await(String path, Predicate<JsonNode> expected) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        var answer = get(path);
        while (!expected.test(answer)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("after " + PATIENCE + " " + path + " is " + shown(answer));
            }
            pause();
            answer = get(path);
        }
        return answer;
    }

    private static String shown(JsonNode answer) {
        var text = answer.toString();
        return text.substring(0, Math.min(text.length(), 2_000));
    }

    /// A machine with few cores has other things to do than to be asked all the time.
    private static void pause() {
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("authorization", "Bearer " + token);
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            return JSON.readTree(http.send(request.build(), BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
