package dev.inlay.local.http;

import dev.inlay.document.Json;
import java.util.Map;

/// What goes back over the wire.
record Reply(int status, Map<String, String> headers, String body) {
    static Reply empty(int status) {
        return new Reply(status, Map.of(), "");
    }

    /// RFC 9457, in the form the console's routes use too.
    static Reply problem(int status, String code, String what, String why, String check) {
        var document =
                Json.object()
                        .put("type", "https://inlay.dev/problems/" + code)
                        .put("title", what)
                        .put("status", status)
                        .put("detail", why)
                        .put("check", check);
        return new Reply(
                status, Map.of("content-type", "application/problem+json"), Json.write(document));
    }
}
