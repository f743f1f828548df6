package dev.inlay.local.http;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// One request with its body read.
///
/// @param headers by name in lower case
/// @param loopback whether it comes from this machine
record Exchange(String method, URI uri, Map<String, String> headers, Body body, boolean loopback) {
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    Optional<String> bearer() {
        return header("authorization")
                .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(value -> value.substring(7).strip());
    }
}
