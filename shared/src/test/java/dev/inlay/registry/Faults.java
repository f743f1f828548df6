package dev.inlay.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.registry.FaultyFront.Fault;

/// The ways in which registries, and what stands between, misbehave.
public final class Faults {
    private Faults() {}

    /// Another answer.
    ///
    /// @param headers name and value in turn
    public static Fault answer(int status, String body, String... headers) {
        return exchange -> {
            exchange.getRequestBody().readAllBytes();
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            var bytes = body.getBytes(UTF_8);
            boolean empty = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, empty ? -1 : bytes.length);
            if (!empty) {
                exchange.getResponseBody().write(bytes);
            }
        };
    }

    /// Announces more than it sends, and hangs up.
    public static Fault truncated() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("{\"schema".getBytes(UTF_8));
            exchange.getResponseBody().flush();
        };
    }

    /// An error as registries write it.
    public static String error(String code, String message) {
        return "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}]}";
    }
}
