package dev.inlay.local.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.behaviour.FrameReader;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Digest;
import dev.inlay.local.Journal;
import dev.inlay.queue.MemoryQueue;
import dev.inlay.queue.Queue;
import dev.inlay.queue.QueueName;
import dev.inlay.session.Enrolled;
import dev.inlay.session.Revocations;
import dev.inlay.session.Secret;
import dev.inlay.session.Session;
import dev.inlay.session.SessionGate;
import dev.inlay.session.SessionKeys;
import dev.inlay.storage.MemoryTable;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpFrontTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> URGENT = Set.of("tamper", "mismatch");
    private static final Digest SHOP = Digest.ofText("shop");

    private final MemoryTable catalog = new MemoryTable();
    private final MemoryQueue queue = new MemoryQueue();
    private final SessionKeys sessions =
            new SessionKeys(
                    List.of(new Secret(new byte[32])), InstantSource.system(), new Random(1));
    private final Session session = sessions.open(new Enrolled(SHOP, 1));
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private HttpFront front = front(queue);
    private int port = listen();
    private final HttpClient client = HttpClient.newHttpClient();

    private HttpFront front(Queue to) {
        return new HttpFront(
                new SessionGate(sessions, new Revocations(catalog)),
                to,
                "the token"::equals,
                HttpFrontTest::echo,
                new Journal(new PrintStream(said, true, UTF_8), InstantSource.system()));
    }

    private int listen() {
        return front.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void stopListening() {
        client.close();
        front.close();
    }

    @Test
    void queuesAFrameAsItCameWithTheSessionThatWasProven() throws Exception {
        var frame = frame("allowed");

        assertThat(post(frame.toString(), sessions.key(session)).statusCode()).isEqualTo(202);

        var message = JSON.readTree(queue.take(QueueName.TELEMETRY).getFirst());
        assertThat(message.path("session").asText()).isEqualTo(session.id());
        assertThat(message.path("image").asText()).isEqualTo(SHOP.value());
        assertThat(message.path("frame")).isEqualTo(frame);
        assertThat(queue.take(QueueName.VIOLATIONS)).isEmpty();
    }

    @Test
    void queuesApartWhatTheSensorSaysCannotWait() throws Exception {
        var request =
                request("/v1/telemetry/violations", frame("blocked").toString().getBytes(UTF_8));

        assertThat(send(request).statusCode()).isEqualTo(401);
        assertThat(
                        send(request.header("authorization", "Bearer " + sessions.key(session)))
                                .statusCode())
                .isEqualTo(202);

        assertThat(queue.take(QueueName.VIOLATIONS)).hasSize(1);
        assertThat(queue.take(QueueName.TELEMETRY)).isEmpty();
    }

    @Test
    void refusesWhoeverShowsNoKeyOfAnOpenSession() throws Exception {
        var frame = frame("allowed").toString();
        var expired =
                sessions.key(new Session("s-old", SHOP, 1, Instant.parse("2020-01-01T00:00:00Z")));

        for (var bearer : List.of("", "the token", expired, sessions.key(session) + "x")) {
            var answer = post(frame, bearer);
            assertThat(answer.statusCode()).as(bearer).isEqualTo(401);
            assertThat(problem(answer).path("check").asText()).contains("/v1/session");
        }
        assertNothingWasQueued();
    }

    @Test
    void refusesTheSessionOfAnImageWhoseTokenWasRevoked() throws Exception {
        new Revocations(catalog).revoke(SHOP);

        var answer = post(frame("allowed").toString(), sessions.key(session));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertNothingWasQueued();
    }

    @Test
    void refusesAFrameOfAnotherSessionOrImage() throws Exception {
        var ofAnother = frame("allowed").put("session", "s-another");
        var ofAnotherImage = frame("allowed").put("image", Digest.ofText("bank").value());

        for (var frame : List.of(ofAnother, ofAnotherImage)) {
            var answer = post(frame.toString(), sessions.key(session));
            assertThat(answer.statusCode()).isEqualTo(400);
        }
        assertNothingWasQueued();
    }

    @Test
    void refusesTruncatedAndGarbledFramesWithTheReason() throws Exception {
        var text = frame("allowed").toString();
        var random = new Random(42);
        for (int i = 0; i < 50; i++) {
            var cut = text.substring(0, random.nextInt(text.length()));
            var answer = post(cut, sessions.key(session));
            assertThat(answer.statusCode()).as("seed 42, cut %d", i).isEqualTo(400);
            assertThat(problem(answer).path("detail").asText()).isNotEmpty();
        }
        var bytes = text.getBytes(UTF_8);
        bytes[20] = (byte) 0xff;
        assertThat(post(bytes, sessions.key(session)).statusCode()).isEqualTo(400);
        assertNothingWasQueued();
    }

    @Test
    void refusesAFrameThatIsTooLarge() throws Exception {
        var limit = new byte[FrameReader.MAX_BYTES + 1];
        Arrays.fill(limit, (byte) ' ');

        assertThat(post(limit, sessions.key(session)).statusCode()).isEqualTo(413);
        assertThat(post(new byte[2_000_000], sessions.key(session)).statusCode()).isEqualTo(413);
        assertNothingWasQueued();
    }

    @Test
    void saysTryAgainWhenTheFrameCouldNotBeStored() throws Exception {
        front.close();
        front =
                front((_, _) -> {
                    throw new TransientFailure("store-busy", "the disk is busy");
                });
        port = listen();

        var answer = post(frame("allowed").toString(), sessions.key(session));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(problem(answer).path("detail").asText()).isEqualTo("the disk is busy");
    }

    @Test
    void turnsARegistrysPushIntoTheEventEcrWouldSend() throws Exception {
        var notification =
                """
                {"events": [{"id": "1", "timestamp": "2026-01-02T03:04:05Z", "action": "push",
                  "target": {"mediaType": "application/vnd.oci.image.manifest.v1+json",
                    "digest": "%s", "repository": "shop/web", "tag": "1.4"}}]}
                """
                        .formatted(SHOP);

        var answer = send(request("/registry/notifications", notification.getBytes(UTF_8)));

        assertThat(answer.statusCode()).isEqualTo(202);
        var event = JSON.readTree(queue.take(QueueName.SCAN).getFirst());
        assertThat(event.path("source").asText()).isEqualTo("aws.ecr");
        assertThat(event.path("detail").path("repository-name").asText()).isEqualTo("shop/web");
        assertThat(send(request("/registry/notifications", "no json".getBytes(UTF_8))).statusCode())
                .isEqualTo(400);
    }

    @Test
    void handsEverythingElseOnAsTheGatewayWould() throws Exception {
        var answer =
                send(
                        request(
                                "/api/v1/images/shop%2Fweb%3A1.4?after=a%20b&tag=1&tag=2",
                                new byte[] {'x'}));

        assertThat(answer.statusCode()).isEqualTo(418);
        assertThat(answer.headers().firstValue("x-echo")).contains("yes");
        assertThat(JSON.readTree(answer.body()))
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"method": "POST", "path": "/api/v1/images/shop%2Fweb%3A1.4",
                                 "after": "a b", "tag": "1,2", "body": "x"}
                                """));
    }

    @Test
    void answersAFaultWithAProblemAndTellsItsTrace() throws Exception {
        var answer = send(request("/fault", new byte[0]));

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("a fault");
        assertThat(said.toString(UTF_8)).contains("POST /fault", "a fault", "HttpFrontTest");
    }

    @Test
    void saysThatThePortIsTaken() {
        assertThatThrownBy(() ->
                        front.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining(":" + port)
                .hasMessageContaining("--port");
    }

    private static APIGatewayV2HTTPResponse echo(APIGatewayV2HTTPEvent event) {
        if (event.getRawPath().equals("/fault")) {
            throw new IllegalStateException("a fault");
        }
        var body =
                JSON.createObjectNode()
                        .put("method", event.getRequestContext().getHttp().getMethod())
                        .put("path", event.getRawPath())
                        .put("after", event.getQueryStringParameters().get("after"))
                        .put("tag", event.getQueryStringParameters().get("tag"))
                        .put("body", event.getBody());
        return APIGatewayV2HTTPResponse.builder()
                .withStatusCode(418)
                .withHeaders(Map.of("x-echo", "yes"))
                .withBody(body.toString())
                .build();
    }

    /// The example of the wire format, as this session would send it.
    private ObjectNode frame(String verdict) throws Exception {
        var example = Files.readString(Path.of("../docs/examples/frame.json"));
        var frame = (ObjectNode) JSON.readTree(example);
        frame.put("session", session.id()).put("image", SHOP.value());
        var behaviours = (ArrayNode) frame.path("behaviours");
        behaviours.removeIf(each -> URGENT.contains(each.at("/behaviour/kind").asText()));
        assertThat(behaviours).isNotEmpty();
        behaviours.forEach(each -> ((ObjectNode) each).put("verdict", verdict));
        return frame;
    }

    private void assertNothingWasQueued() {
        for (var name : QueueName.values()) {
            assertThat(queue.take(name)).isEmpty();
        }
    }

    private JsonNode problem(HttpResponse<String> answer) throws Exception {
        assertThat(answer.headers().firstValue("content-type"))
                .contains("application/problem+json");
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> post(String body, String bearer) throws Exception {
        return post(body.getBytes(UTF_8), bearer);
    }

    private HttpResponse<String> post(byte[] body, String bearer) throws Exception {
        return send(request("/v1/telemetry", body).header("authorization", "Bearer " + bearer));
    }

    private HttpRequest.Builder request(String path, byte[] body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .POST(BodyPublishers.ofByteArray(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
