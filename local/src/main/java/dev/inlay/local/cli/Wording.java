package dev.inlay.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.stream.Collectors;

/// Behaviours and times in words, for the cells of tables.
final class Wording {
    private static final int DIGEST = "sha256:".length() + 12;

    private Wording() {}

    /// What a behaviour is, in one line.
    static String behaviour(JsonNode of) {
        var program = of.path("program").asText();
        return switch (of.path("kind").asText()) {
            case "exec" ->
                    of.path("parent").asText("?")
                            + " starts "
                            + program
                            + (of.path("outside").asBoolean() ? " from outside" : "")
                            + ": "
                            + arguments(of.path("arguments"));
            case "file" ->
                    program + ": " + of.path("access").asText() + " " + of.path("path").asText();
            case "listen" ->
                    program
                            + " listens on "
                            + of.path("protocol").asText()
                            + " "
                            + of.path("port").asText();
            case "connect" ->
                    program
                            + " talks to "
                            + of.path("peer").asText(of.path("address").asText())
                            + " on "
                            + of.path("protocol").asText()
                            + " "
                            + of.path("port").asText();
            case "resolve" -> "asks for the name " + of.path("name").asText();
            case "socket" ->
                    program
                            + " makes a "
                            + of.path("family").asText()
                            + " socket, "
                            + of.path("type").asText();
            default ->
                    (program
                                    + ": "
                                    + of.path("kind").asText()
                                    + " "
                                    + of.path("call").asText()
                                    + " "
                                    + of.path("detail").asText())
                            .strip();
        };
    }

    static String arguments(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).collect(Collectors.joining(" "));
    }

    /// Until the second.
    static String time(JsonNode time) {
        return time.asText().replaceFirst("\\.[0-9]{3}Z$", "Z");
    }

    /// As much of a digest as tells it from the others.
    static String digest(JsonNode digest) {
        var text = digest.asText();
        return text.length() > DIGEST ? text.substring(0, DIGEST) : text;
    }

    /// `process=block file=record …`, or one word when all are the same.
    static String modes(JsonNode modes) {
        var distinct = modes.valueStream().map(JsonNode::asText).distinct().toList();
        return distinct.size() == 1
                ? distinct.getFirst()
                : modes.propertyStream()
                        .map(each -> each.getKey() + "=" + each.getValue().asText())
                        .collect(Collectors.joining(" "));
    }

    /// What an answer left out, a line for each.
    static void unreadable(JsonNode answer, PrintStream to) {
        for (var each : answer.path("unreadable")) {
            var said =
                    "inlay: the %s at %s / %s cannot be read: %s; it was written by another version or damaged"
                            .formatted(
                                    each.path("what").asText(),
                                    each.path("partition").asText(),
                                    each.path("sort").asText(),
                                    each.path("because").asText());
            to.println(Grid.printable(said));
        }
    }

    static String texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).collect(Collectors.joining(", "));
    }
}
