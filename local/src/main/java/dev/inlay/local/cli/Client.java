package dev.inlay.local.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// Asks a control plane.
final class Client {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private final URI server;
    private final Showing showing;

    /// @param server scheme, host and port
    /// @param showing who asks
    Client(URI server, Showing showing) {
        this.server = server;
        this.showing = showing;
    }

    JsonNode get(String path) {
        return answered(send(request("GET", path, "")));
    }

    /// Empty when there is no such thing.
    Optional<JsonNode> find(String path) {
        var response = send(request("GET", path, ""));
        return response.statusCode() == 404 ? Optional.empty() : Optional.of(answered(response));
    }

    JsonNode post(String path, JsonNode document) {
        return answered(send(request("POST", path, document.toString())));
    }

    void delete(String path) {
        answered(send(request("DELETE", path, "")));
    }

    /// A text as one segment of a path.
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest request(String method, String path, String body) {
        var uri = URI.create(server.toString().replaceFirst("/+$", "") + path);
        var request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
        showing.headers(method, uri, body).forEach(request::header);
        if (body.isEmpty()) {
            return request.method(method, BodyPublishers.noBody()).build();
        }
        return request.header("content-type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new TransientFailure(
                    "server-unreachable",
                    "asking the control plane at %s: %s; is 'inlay up' running there, and is --server right?"
                            .formatted(server, e.getMessage() == null ? e : e.getMessage()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure("interrupted", "asking " + server + " was interrupted", e);
        }
    }

    private JsonNode answered(HttpResponse<String> response) {
        var document = json(response);
        if (response.statusCode() < 300) {
            return document;
        }
        var said =
                "%s: %s; %s"
                        .formatted(
                                document.path("title")
                                        .asText(response.request().method() + " " + response.uri()),
                                document.path("detail")
                                        .asText("the answer was " + response.statusCode()),
                                document.path("check").asText("is --server a control plane?"));
        if (response.statusCode() == 401) {
            said += ". Set INLAY_TOKEN, or --data when it runs on this machine";
        }
        if (response.statusCode() == 403) {
            said += ". On AWS, whoever these credentials belong to needs execute-api:Invoke on it";
        }
        var code = "server-" + response.statusCode();
        throw response.statusCode() >= 500
                ? new TransientFailure(code, said)
                : new PermanentFailure(code, said);
    }

    private JsonNode json(HttpResponse<String> response) {
        try {
            return response.body().isEmpty()
                    ? MissingNode.getInstance()
                    : JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            if (response.statusCode() >= 300) {
                return MissingNode.getInstance();
            }
            throw new PermanentFailure(
                    "server-strange",
                    "asking %s: it answered with something else than JSON; is --server a control plane?"
                            .formatted(response.uri()),
                    e);
        }
    }
}
