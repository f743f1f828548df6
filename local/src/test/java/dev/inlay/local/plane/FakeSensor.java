package dev.inlay.local.plane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Json;
import dev.inlay.image.Digest;
import dev.inlay.local.keys.KeyRing;
import dev.inlay.session.EnrolmentTokens;
import dev.inlay.session.Revocations;
import dev.inlay.storage.MemoryTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// Speaks to a control plane as the sensor of one container does.
final class FakeSensor {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path EXAMPLES = Path.of("..", "docs", "examples");

    private final HttpClient http = HttpClient.newHttpClient();
    private final String server;
    private final Digest image;
    private final JsonNode session;
    private long sequence;
    private long policyVersion;

    /// Opens a session with the token that instrumentation would have baked in.
    ///
    /// @param data the control plane's directory, with its keys
    FakeSensor(int port, Path data, Digest image) {
        this.server = "http://127.0.0.1:" + port;
        this.image = image;
        var tokens =
                new EnrolmentTokens(KeyRing.in(data).epochs(), new Revocations(new MemoryTable()));
        var request =
                example("session-request.json")
                        .put("image", image.value())
                        .put("token", tokens.issue(image));
        var answer = send(post("/v1/session", request.toString()));
        if (answer.statusCode() != 201) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        this.session = tree(answer.body());
    }

    /// The next frame with these behaviours.
    String frame(ObjectNode... behaviours) {
        var now = Json.time(Instant.now());
        var frame =
                example("frame.json")
                        .put("session", session.path("session").asText())
                        .put("image", image.value())
                        .put("sequence", ++sequence);
        frame.putObject("window").put("from", now).put("to", now);
        frame.putObject("policy").put("version", policyVersion);
        frame.set("behaviours", Json.list(List.of(behaviours), each -> each));
        return frame.toString();
    }

    int post(String frame) {
        var request = post("/v1/telemetry", frame);
        return send(request.header("authorization", "Bearer " + session.path("key").asText()))
                .statusCode();
    }

    /// Asks for a policy other than this one.
    HttpResponse<String> policy(String tag) {
        return send(
                HttpRequest.newBuilder(URI.create(server + "/v1/policy"))
                        .header("authorization", "Bearer " + session.path("key").asText())
                        .header("if-none-match", tag));
    }

    /// From now on frames say that this version is held to.
    void apply(long version) {
        policyVersion = version;
    }

    /// An entry of a frame.
    ///
    /// @param program whatever it is to be about
    static ObjectNode exec(String program, String verdict, long count) {
        var now = Json.time(Instant.now());
        var entry = Json.object();
        entry.putObject("behaviour")
                .put("kind", "exec")
                .put("program", program)
                .put("parent", "/opt/jre/bin/java")
                .put("user", 1000)
                .put("terminal", false)
                .put("outside", false)
                .set("arguments", Json.texts(List.of(program)));
        entry.put("verdict", verdict)
                .put("because", "as the test says")
                .put("count", count)
                .put("minutes", 1)
                .put("first", now)
                .put("last", now)
                .put("process", 1)
                .set("example", Json.texts(List.of(program)));
        return entry;
    }

    private HttpRequest.Builder post(String path, String body) {
        return HttpRequest.newBuilder(URI.create(server + path))
                .POST(BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode example(String name) {
        try {
            return (ObjectNode) JSON.readTree(Files.readString(EXAMPLES.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
