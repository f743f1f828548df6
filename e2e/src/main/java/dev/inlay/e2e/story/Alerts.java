package dev.inlay.e2e.story;

import com.fasterxml.jackson.databind.JsonNode;

/// Alerts as they are told to a person who watches.
final class Alerts {
    private Alerts() {}

    static String told(JsonNode alert) {
        return alert.toPrettyString();
    }
}
