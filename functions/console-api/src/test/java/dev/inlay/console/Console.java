package dev.inlay.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.alert.Alerts;
import dev.inlay.alert.ProfileAlerts;
import dev.inlay.behaviour.Container;
import dev.inlay.behaviour.Containers;
import dev.inlay.behaviour.FrameReader;
import dev.inlay.coverage.Gaps;
import dev.inlay.coverage.Rollout;
import dev.inlay.image.Digest;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Image;
import dev.inlay.image.Images;
import dev.inlay.image.LazyLoading;
import dev.inlay.image.Platform;
import dev.inlay.image.Push;
import dev.inlay.policy.Learning;
import dev.inlay.policy.Policies;
import dev.inlay.policy.TestSigner;
import dev.inlay.profile.FrameProfile;
import dev.inlay.profile.Profiles;
import dev.inlay.queue.Backlog;
import dev.inlay.queue.MemoryQueue;
import dev.inlay.queue.Rejections;
import dev.inlay.session.Callers;
import dev.inlay.session.Clearance;
import dev.inlay.session.EnrolmentTokens;
import dev.inlay.session.Revocations;
import dev.inlay.session.Secret;
import dev.inlay.session.SessionGate;
import dev.inlay.session.SessionKeys;
import dev.inlay.session.ShownRoles;
import dev.inlay.storage.MemoryTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;

/// A console on tables in memory, asked as the gateway asks; every answer is held against the
/// document.
final class Console {
    static final String TOKEN = "the-console-token-of-this-test-0123456789";
    static final ObjectMapper JSON = new ObjectMapper();

    /// The example frame of the wire format is of these minutes.
    static final Instant NOW = Instant.parse("2026-01-02T03:04:06.000Z");

    private static final Set<String> NORMAL = Set.of("listen", "resolve");

    final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    final MemoryTable catalog = new MemoryTable(clock);
    final Images images = new Images(catalog, clock);
    final Enrolments enrolments = new Enrolments(catalog);
    final Policies policies = new Policies(catalog, new TestSigner(), clock);
    final Profiles profiles = new Profiles(new MemoryTable(clock));
    final MemoryTable runtime = new MemoryTable(clock);
    final Containers containers = new Containers(runtime);
    final Rejections rejections = new Rejections(runtime);

    /// Who STS says signed; the signature itself is its business.
    Callers callers = Callers.none();

    final MemoryTable findings = new MemoryTable(clock);
    final Alerts alerts = new Alerts(findings);
    final Gaps gaps = new Gaps(new MemoryTable(clock));
    final MemoryQueue queue = new MemoryQueue();
    final Revocations revocations = new Revocations(catalog);
    final EnrolmentTokens tokens =
            new EnrolmentTokens(new TreeMap<>(Map.of(1, new Secret(new byte[32]))), revocations);
    final SessionKeys sessions =
            new SessionKeys(List.of(new Secret(new byte[32])), clock, new Random(1));
    final OpenApi document = new OpenApi();
    private final ConsoleApiHandler handler = new ConsoleApiHandler(parts());

    ConsoleParts parts() {
        return parts(
                new BearerDoor(new ConsoleToken(TOKEN), new SessionGate(sessions, revocations)));
    }

    ConsoleParts parts(Door door) {
        return new ConsoleParts(
                door,
                tokens,
                revocations,
                sessions,
                new ShownRoles(
                        (question, image) -> callers.of(question, image),
                        new Clearance(images, enrolments, revocations),
                        runtime,
                        clock),
                images,
                enrolments,
                policies,
                profiles,
                containers,
                alerts,
                gaps,
                Rollout.refused("this test has no services"),
                queue,
                new OneQueue(),
                rejections,
                clock);
    }

    /// One queue with one message that was given up on.
    private static final class OneQueue implements Backlog {
        @Override
        public List<Depth> depths() {
            return List.of(new Depth("SCAN", 2, 1));
        }

        @Override
        public List<GivenUp> givenUp(String queue, int limit) {
            return List.of(new GivenUp("{}", NOW, NOW, "the registry is away"));
        }

        @Override
        public long redrive(String queue) {
            return 1;
        }
    }

    /// What came back.
    record Response(int status, Map<String, String> headers, JsonNode body) {}

    /// A person's request for a path of the document, its placeholders replaced in order.
    Response person(String method, String path, String body, String... values) {
        return ask(method, path, body, Map.of("Authorization", "Bearer " + TOKEN), values);
    }

    Response get(String path, String... values) {
        return person("GET", path, "", values);
    }

    Response ask(
            String method,
            String path,
            String body,
            Map<String, String> headers,
            String... values) {
        int question = path.indexOf('?');
        var template = question < 0 ? path : path.substring(0, question);
        var real = template;
        for (var value : values) {
            real = real.replaceFirst("\\{[a-z]+}", Matcher.quoteReplacement(value));
        }
        var event = event(method, real, question < 0 ? "" : path.substring(question + 1), body);
        event.setHeaders(headers);
        var response = handler.handleRequest(event, null);
        var answer =
                new Answer(response.getStatusCode(), response.getHeaders(), response.getBody());
        assertThat(document.objections(method, template, answer))
                .as("%s %s answered %s", method, real, answer)
                .isEmpty();
        return new Response(answer.status(), answer.headers(), tree(answer.body()));
    }

    /// A request of a path that the document need not know.
    Response askAnything(String method, String path) {
        var event = event(method, path, "", "");
        event.setHeaders(Map.of("authorization", "bearer " + TOKEN));
        var response = handler.handleRequest(event, null);
        return new Response(
                response.getStatusCode(), response.getHeaders(), tree(response.getBody()));
    }

    private static APIGatewayV2HTTPEvent event(
            String method, String path, String query, String body) {
        var parameters = new HashMap<String, String>();
        for (var pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            var parts = pair.split("=", 2);
            parameters.put(parts[0], parts[1]);
        }
        return APIGatewayV2HTTPEvent.builder()
                .withRawPath(path)
                .withQueryStringParameters(parameters)
                .withBody(body)
                .withRequestContext(
                        APIGatewayV2HTTPEvent.RequestContext.builder()
                                .withHttp(
                                        APIGatewayV2HTTPEvent.RequestContext.Http.builder()
                                                .withMethod(method)
                                                .build())
                                .build())
                .build();
    }

    static JsonNode tree(String text) {
        try {
            return JSON.readTree(text.isEmpty() ? "null" : text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An instrumented image of one platform.
    Image instrumented(String repository, String tag, Digest image) {
        var push = new Push(repository, tag, image);
        images.queued(push);
        return images.done(
                push,
                List.of(
                        Image.Member.instrumented(
                                new Platform("linux", "amd64", ""),
                                image,
                                Digest.ofText("instrumented " + image),
                                new LazyLoading.Kept(Digest.ofText("index of " + image)))),
                new Image.Published(
                        tag + "-inlay", Digest.ofText("instrumented " + image), "0.1.0", NOW));
    }

    /// What the wire format's example frame shows, as if this image's container had sent it.
    void heard(Digest image, String session) {
        heard(exampleFrame(image, session));
    }

    /// The same, but for what would raise a detection: nothing keeps it from being learnt.
    void heardNormal(Digest image, String session) {
        var document = exampleFrame(image, session);
        var behaviours = (ArrayNode) document.path("behaviours");
        behaviours.removeIf(each -> !NORMAL.contains(each.at("/behaviour/kind").asText()));
        assertThat(behaviours).isNotEmpty();
        behaviours.forEach(each -> ((ObjectNode) each).put("verdict", "allowed"));
        heard(document);
    }

    private void heard(ObjectNode document) {
        var frame = FrameReader.read(document).stored("the example frame");
        var image = frame.image();
        profiles.merge(image, FrameProfile.of(frame, NOW).activity().orElseThrow());
        FrameProfile.of(frame, NOW).entries().values().forEach(each -> profiles.merge(image, each));
        containers.remember(image, NOW);
        containers.heard(Container.of(frame, NOW));
    }

    /// Raises what a profile gives rise to.
    void alert(Digest image) {
        ProfileAlerts.of(profiles.of(image), policies.current(image), NOW).forEach(alerts::raise);
    }

    /// An image's first policy, version 1.
    void firstPolicy(Digest image) {
        var first = Learning.first(image, Optional.empty(), NOW);
        policies.change(image, _ -> Optional.of(first.with(first.rules(), NOW)));
    }

    private static ObjectNode exampleFrame(Digest image, String session) {
        try {
            var text = Files.readString(Path.of("..", "..", "docs", "examples", "frame.json"));
            var frame = (ObjectNode) JSON.readTree(text);
            assertThat((ArrayNode) frame.path("behaviours")).isNotEmpty();
            return frame.put("image", image.value()).put("session", session);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
