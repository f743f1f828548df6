package dev.inlay.console;

import dev.inlay.document.Json;

/// Why a request was not done, as RFC 9457 writes it, with one member more: what to check.
///
/// @param code short and stable: the end of the problem's type
/// @param what was asked
/// @param why it was not done
/// @param check what to look at or do next
record Problem(int status, String code, String what, String why, String check) {
    private static final String TYPES = "https://inlay.dev/problems/";

    static Problem malformed(String what, String why) {
        return new Problem(
                400, "malformed", what, why, "docs/openapi.yaml has the form of every request");
    }

    static Problem notFound(String what, String why, String check) {
        return new Problem(404, "not-found", what, why, check);
    }

    Answer answer() {
        var document =
                Json.object()
                        .put("type", TYPES + code)
                        .put("title", what)
                        .put("status", status)
                        .put("detail", why)
                        .put("check", check);
        return Answer.text(status, "application/problem+json", Json.write(document));
    }
}
