package dev.inlay.e2e.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/// Looking for things in documents.
final class Found {
    private Found() {}

    /// A list, once there is something in it.
    static Optional<JsonNode> nonEmpty(JsonNode list) {
        return list.isEmpty() ? Optional.empty() : Optional.of(list);
    }
}
