package dev.inlay.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/// Where ECR's blobs really are: S3, which refuses a signed address that comes with credentials
/// besides.
final class EcrStore implements AutoCloseable {
    private static final String TWICE =
            "<Error><Code>InvalidArgument</Code><Message>Only one auth mechanism allowed</Message></Error>";

    private final HttpServer server;
    private final Forwarding forwarding;

    EcrStore(String behind) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        forwarding = new Forwarding(behind, address());
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    String presigned(String repository, String digest) {
        return "http://"
                + address()
                + "/v2/"
                + repository
                + "/blobs/"
                + digest
                + "?X-Amz-Signature=abc";
    }

    private String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestHeaders().containsKey("Authorization")) {
                exchange.sendResponseHeaders(400, TWICE.length());
                exchange.getResponseBody().write(TWICE.getBytes(UTF_8));
            } else {
                forwarding.answer(
                        exchange, forwarding.ask(exchange, exchange.getRequestURI().getPath()));
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        forwarding.close();
    }
}
