package dev.inlay.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.inlay.image.MediaType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Behaves towards its clients as ECR does where ECR differs from the registry it stands before
/// (Amazon ECR user guide and API reference; aws/containers-roadmap 2380, 2831; kaniko 204): Basic
/// tokens that end, repositories that have to be created, blobs that another host serves, PATCH
/// that loses chunks, tags that may not move, manifests that are converted for who does not accept
/// them, and so many PutImage a second.
public final class EcrFront implements AutoCloseable {
    private static final Pattern PATH =
            Pattern.compile("/v2/([a-z0-9/._-]+)/(manifests|blobs|tags)/([^?]*)(?:\\?.*)?");

    private final HttpServer server;
    private final EcrStore store;
    private final Forwarding forwarding;
    private final EcrLimits limits;
    private final Set<String> repositories = ConcurrentHashMap.newKeySet();
    private final List<String> puts = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean immutable;
    private final AtomicInteger tokens = new AtomicInteger();

    private EcrFront(String behind, InstantSource clock) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store = new EcrStore(behind);
        forwarding = new Forwarding(behind, address());
        limits = new EcrLimits(clock);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /// Starts one.
    ///
    /// @param behind host and port of a registry
    /// @param clock tells the seconds that limits are counted by
    public static EcrFront before(String behind, InstantSource clock) throws IOException {
        return new EcrFront(behind, clock);
    }

    /// Host and port.
    public String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /// What GetAuthorizationToken would give now.
    public Login login() {
        return new Login("AWS", "token-" + tokens.get());
    }

    /// Ends the token of now, as twelve hours do.
    public void expire() {
        tokens.incrementAndGet();
    }

    /// CreateRepository.
    public EcrFront create(String repository) {
        repositories.add(repository);
        return this;
    }

    /// PutImageTagMutability.
    public EcrFront immutable(boolean now) {
        immutable = now;
        return this;
    }

    /// The quota of PutImage.
    public EcrFront putsPerSecond(int now) {
        limits.putsPerSecond(now);
        return this;
    }

    /// How many PutImage were turned away.
    public int turnedAway() {
        return limits.turnedAway();
    }

    /// What was put: repository and reference.
    public List<String> puts() {
        return List.copyOf(puts);
    }

    @Override
    public void close() {
        server.stop(0);
        store.close();
        forwarding.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var authorization = exchange.getRequestHeaders().getFirst("Authorization");
            var path = PATH.matcher(exchange.getRequestURI().toString());
            if (authorization == null) {
                exchange.getResponseHeaders()
                        .add(
                                "WWW-Authenticate",
                                "Basic realm=\"https://"
                                        + address()
                                        + "/\",service=\"ecr.amazonaws.com\"");
                refuse(exchange, 401, "", "Not Authorized");
            } else if (!authorization.equals(login().basic())) {
                refuse(
                        exchange,
                        403,
                        "DENIED",
                        "Your authorization token has expired. Reauthenticate and try again.");
            } else if (!path.matches()) {
                forwarding.pass(exchange);
            } else if (!repositories.contains(path.group(1))) {
                refuse(
                        exchange,
                        404,
                        "NAME_UNKNOWN",
                        "The repository with name '"
                                + path.group(1)
                                + "' does not exist in the registry with id '123456789012'");
            } else {
                route(exchange, path);
            }
        }
    }

    private void route(HttpExchange exchange, Matcher path) throws IOException {
        var request = exchange.getRequestMethod() + " " + path.group(2);
        switch (request) {
            case "PATCH blobs" -> {
                exchange.getRequestBody().readAllBytes();
                exchange.getResponseHeaders().add("Location", exchange.getRequestURI().toString());
                exchange.sendResponseHeaders(201, -1);
            }
            case "GET blobs" -> {
                exchange.getResponseHeaders()
                        .add("Location", store.presigned(path.group(1), path.group(3)));
                exchange.sendResponseHeaders(307, -1);
            }
            case "PUT manifests" -> put(exchange, path.group(1), path.group(3));
            case "GET manifests", "HEAD manifests" -> get(exchange, path.group(3));
            default -> forwarding.pass(exchange);
        }
    }

    private void put(HttpExchange exchange, String repository, String reference)
            throws IOException {
        var type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        var manifest = "/v2/" + repository + "/manifests/" + reference;
        if (!limits.mayPut()) {
            refuse(exchange, 429, "TOOMANYREQUESTS", "Rate exceeded");
        } else if (!MediaType.MANIFESTS.contains(type)) {
            refuse(
                    exchange,
                    400,
                    "UNSUPPORTED",
                    "Invalid parameter at 'imageManifestMediaType' failed to satisfy constraint: 'unsupported'");
        } else if (immutable
                && !reference.startsWith("sha256:")
                && forwarding
                                .ask("GET", manifest, String.join(",", MediaType.MANIFESTS))
                                .statusCode()
                        == 200) {
            refuse(
                    exchange,
                    400,
                    "TAG_INVALID",
                    "The image tag '"
                            + reference
                            + "' already exists in the '"
                            + repository
                            + "' repository and cannot be overwritten because the tag is immutable.");
        } else {
            puts.add(repository + ":" + reference);
            forwarding.pass(exchange);
        }
    }

    /// By tag, ECR gives an OCI manifest to a client that does not accept Docker's.
    private void get(HttpExchange exchange, String reference) throws IOException {
        var accept =
                String.join(",", exchange.getRequestHeaders().getOrDefault("Accept", List.of()));
        var all =
                forwarding.ask(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().getPath(),
                        String.join(",", MediaType.MANIFESTS));
        var type = all.headers().firstValue("Content-Type").orElse("");
        if (all.statusCode() != 200 || reference.startsWith("sha256:") || accept.contains(type)) {
            forwarding.answer(exchange, all);
        } else {
            exchange.getResponseHeaders().add("Content-Type", MediaType.OCI_MANIFEST);
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody()
                    .write("{\"schemaVersion\":2,\"converted\":true}".getBytes(UTF_8));
        }
    }

    private static void refuse(HttpExchange exchange, int status, String code, String message)
            throws IOException {
        Faults.answer(status, code.isEmpty() ? message : Faults.error(code, message))
                .answer(exchange);
    }
}
