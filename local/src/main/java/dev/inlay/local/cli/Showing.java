package dev.inlay.local.cli;

import java.net.URI;
import java.util.Map;

/// What a request carries so that the other side knows who asks.
@FunctionalInterface
interface Showing {
    /// Headers to add.
    Map<String, String> headers(String method, URI uri, String body);

    /// The console token.
    static Showing bearer(String token) {
        return (_, _, _) -> Map.of("authorization", "Bearer " + token);
    }

    /// Nothing: what anybody may ask.
    static Showing nothing() {
        return (_, _, _) -> Map.of();
    }
}
