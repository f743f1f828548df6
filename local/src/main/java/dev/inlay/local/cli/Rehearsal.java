package dev.inlay.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.inlay.image.Digest;
import dev.inlay.image.MediaType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/// Goes once through what the command line does, against a registry of its own in memory, so that
/// the JVM can write down which classes that takes (JEP 514): the launcher runs it when it builds,
/// and every later command starts from that cache.
public final class Rehearsal {
    private static final String IMAGE = "/v2/rehearsal/web/";
    private static final String CONFIG =
            """
            {"architecture":"amd64","os":"linux","config":{"Entrypoint":["/app"],"Cmd":["serve"],"ExposedPorts":{"80/tcp":{}},"Labels":{"a":"b"}},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]},"history":[{"created_by":"rehearsal"}]}\
            """
                    .formatted("0".repeat(64));

    private static final byte[] NOTHING = {};

    private final Map<String, byte[]> contents = new ConcurrentHashMap<>();

    private Rehearsal() {}

    /// Runs it; the exit code says whether the commands did what they should.
    public static void main(String... arguments) throws IOException {
        System.exit(new Rehearsal().run());
    }

    private int run() throws IOException {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        push();
        var image = "127.0.0.1:" + server.getAddress().getPort() + "/rehearsal/web:1";
        int code =
                Inlay.run("instrument", image)
                        + Inlay.run("instrument", image, "--dry-run")
                        + Inlay.run("verify", image + "-inlay", "--json")
                        + Inlay.run("strip", image + "-inlay");
        server.stop(0);
        return code;
    }

    private void push() {
        var config = CONFIG.getBytes(UTF_8);
        contents.put(IMAGE + "blobs/" + Digest.of(config), config);
        var manifest =
                """
                {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"sha256:%s","size":1}]}\
                """
                        .formatted(
                                MediaType.OCI_MANIFEST,
                                Digest.of(config),
                                config.length,
                                "1".repeat(64))
                        .getBytes(UTF_8);
        store("1", manifest);
    }

    private void store(String reference, byte[] manifest) {
        contents.put(IMAGE + "manifests/" + reference, manifest);
        contents.put(IMAGE + "manifests/" + Digest.of(manifest), manifest);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var body = exchange.getRequestBody().readAllBytes();
            switch (exchange.getRequestMethod()) {
                case "POST" -> {
                    exchange.getResponseHeaders().set("Location", IMAGE + "blobs/uploads/1");
                    exchange.sendResponseHeaders(202, -1);
                }
                case "PUT" -> {
                    if (path.startsWith(IMAGE + "manifests/")) {
                        store(path.substring((IMAGE + "manifests/").length()), body);
                    } else {
                        contents.put(IMAGE + "blobs/" + Digest.of(body), body);
                    }
                    exchange.sendResponseHeaders(201, -1);
                }
                case "HEAD" -> found(exchange, path, false);
                default -> found(exchange, path, true);
            }
        }
    }

    private void found(HttpExchange exchange, String path, boolean whole) throws IOException {
        var content = contents.getOrDefault(path, NOTHING);
        if (content.length == 0) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        var type =
                new String(content, UTF_8).contains("\"manifests\"")
                        ? MediaType.OCI_INDEX
                        : MediaType.OCI_MANIFEST;
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Docker-Content-Digest", Digest.of(content).value());
        exchange.sendResponseHeaders(200, whole ? content.length : -1);
        if (whole) {
            exchange.getResponseBody().write(content);
        }
    }
}
