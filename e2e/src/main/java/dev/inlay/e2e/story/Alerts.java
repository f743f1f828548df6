package dev.inlay.e2e.story;

import com.fasterxml.jackson.databind.JsonNode;

/// Alerts as they are told to a person who watches.
final class Alerts {
    private Alerts() {}

    /// What happened, who did it, what was done about it, and which rule was missing.
    static String told(JsonNode alert) {
        var text = new StringBuilder("ALERT ").append(alert.path("title").asText()).append('\n');
        line(text, "verdict", verdict(alert));
        alert.path("testimony")
                .path("ancestry")
                .forEach(one -> line(text, "process", process(one)));
        if (alert.has("missing")) {
            line(text, "missing rule", alert.path("missing").asText());
        }
        return text.toString();
    }

    private static String verdict(JsonNode alert) {
        String severity = alert.path("severity").asText();
        String verdict = alert.path("verdict").asText();
        String techniques = alert.has("techniques") ? " " + alert.path("techniques") : "";
        return verdict + ", " + severity + techniques;
    }

    private static String process(JsonNode ancestor) {
        var words = new StringBuilder();
        ancestor.path("arguments").forEach(word -> words.append(' ').append(word.asText()));
        return ancestor.path("pid").asText()
                + " "
                + ancestor.path("program").asText()
                + ":"
                + words;
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("  %-13s %s%n".formatted(name, value));
    }
}
