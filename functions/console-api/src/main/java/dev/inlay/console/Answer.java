package dev.inlay.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.document.Json;
import java.util.HashMap;
import java.util.Map;

/// One HTTP response.
///
/// @param body text; empty for none
record Answer(int status, Map<String, String> headers, String body) {
    Answer {
        headers = Map.copyOf(headers);
    }

    /// 200 with a document.
    static Answer ok(JsonNode document) {
        return json(200, document);
    }

    /// A document.
    static Answer json(int status, JsonNode document) {
        return text(status, "application/json", Json.write(document));
    }

    /// Any text. Nothing of ours may be kept by a cache in between, or be taken for another type.
    static Answer text(int status, String type, String body) {
        return new Answer(
                status,
                Map.of(
                        "content-type",
                        type,
                        "cache-control",
                        "no-store",
                        "x-content-type-options",
                        "nosniff"),
                body);
    }

    /// No body.
    static Answer empty(int status) {
        return new Answer(status, Map.of(), "");
    }

    /// The same with one more header.
    Answer with(String name, String value) {
        var more = new HashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body);
    }
}
