package dev.inlay.console;

import java.util.Map;
import java.util.Optional;

/// One HTTP request, decoded.
///
/// @param path without query
/// @param parameters what the placeholders of the route's path stand for
/// @param query by name; a repeated name holds its values joined by commas
/// @param headers by name in lower case
/// @param visitor who asks
record Request(
        String method,
        String path,
        Map<String, String> parameters,
        Map<String, String> query,
        Map<String, String> headers,
        String body,
        Visitor visitor) {
    Request {
        parameters = Map.copyOf(parameters);
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /// The same, for a route whose path has these placeholders.
    Request with(Map<String, String> found) {
        return new Request(method, path, found, query, headers, body, visitor);
    }

    /// A placeholder of the route.
    String parameter(String name) {
        var value = parameters.get(name);
        if (value == null) {
            throw new IllegalStateException("the route has no {" + name + "}: " + path);
        }
        return value;
    }

    /// A header, by its name in lower case.
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /// A query parameter that says something.
    Optional<String> asked(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }
}
