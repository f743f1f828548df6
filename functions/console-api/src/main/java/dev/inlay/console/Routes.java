package dev.inlay.console;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// All routes, by path and method.
final class Routes {
    private final Map<PathPattern, Map<String, Route>> byPath = new TreeMap<>();

    Routes add(String method, String path, Route route) {
        byPath.computeIfAbsent(new PathPattern(path), _ -> new TreeMap<>()).put(method, route);
        return this;
    }

    /// A path that exists, with what its placeholders stand for and its methods.
    record Found(Map<String, String> parameters, Map<String, Route> methods) {}

    Optional<Found> find(String path) {
        for (var entry : byPath.entrySet()) {
            var parameters = entry.getKey().match(path);
            if (parameters.isPresent()) {
                return Optional.of(new Found(parameters.get(), entry.getValue()));
            }
        }
        return Optional.empty();
    }

    /// `GET /api/v1/images` and all others, for the test that compares them with the document.
    List<String> all() {
        return byPath.entrySet().stream()
                .flatMap(path ->
                        path.getValue().keySet().stream()
                                .map(method -> method + " " + path.getKey()))
                .toList();
    }
}
