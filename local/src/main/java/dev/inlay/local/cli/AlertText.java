package dev.inlay.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Locale;

/// An alert for whoever has to understand it within a minute.
record AlertText(JsonNode alert) {
    void print(PrintStream out) {
        line(
                out,
                "%s  %s  %s  %s%s"
                        .formatted(
                                Wording.time(alert.path("last")),
                                alert.path("severity").asText().toUpperCase(Locale.ROOT),
                                alert.path("verdict").asText(),
                                alert.path("title").asText(),
                                detection()));
        field(
                out,
                "image",
                alert.path("source").asText() + " " + Wording.digest(alert.path("image")));
        field(
                out,
                "seen",
                "%s times in %s containers, first %s"
                        .formatted(
                                alert.path("count").asText(),
                                alert.path("containers").asText(),
                                Wording.time(alert.path("first"))));
        field(out, "what", Wording.behaviour(alert.path("behaviour")));
        var testimony = alert.path("testimony");
        field(out, "example", Wording.arguments(testimony.path("example")));
        for (var other : alert.path("others")) {
            field(
                    out,
                    "also",
                    "%s (%s times, last %s)"
                            .formatted(
                                    other.path("exactly").asText(),
                                    other.path("count").asText(),
                                    Wording.time(other.path("last"))));
        }
        field(out, "because", testimony.path("because").asText());
        field(out, "missing", alert.path("missing").asText());
        for (var ancestor : testimony.path("ancestry")) {
            field(
                    out,
                    "from",
                    "%s %s (pid %s, user %s)"
                            .formatted(
                                    ancestor.path("program").asText(),
                                    Wording.arguments(ancestor.path("arguments")),
                                    ancestor.path("pid").asText(),
                                    ancestor.path("user").asText()));
        }
        out.println();
    }

    private String detection() {
        return alert.has("detection")
                ? "  [%s %s]"
                        .formatted(
                                alert.path("detection").asText(),
                                Wording.texts(alert.path("techniques")))
                : "";
    }

    private static void field(PrintStream out, String name, String text) {
        if (!text.isBlank()) {
            line(out, "    %-8s %s".formatted(name, text));
        }
    }

    /// An attacker chooses much of this text; none of it is to move the reader's cursor.
    private static void line(PrintStream out, String text) {
        out.println(text.replaceAll("\\p{Cntrl}", "\ufffd"));
    }
}
