package dev.inlay.profile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.behaviour.AncestorDocument;
import dev.inlay.behaviour.Verdict;
import dev.inlay.document.Fields;
import dev.inlay.document.Json;

/// Testimonies as JSON.
public final class TestimonyDocument {
    private static final int MAX_TEXT_BYTES = 8_192;
    private static final int MAX_ITEMS = 128;
    private static final long MOST = 1L << 53;

    private TestimonyDocument() {}

    /// Reads a testimony.
    public static Testimony read(Fields from) {
        return new Testimony(
                from.word("verdict", Verdict.class),
                from.time("at"),
                from.text("session", 256),
                from.text("because", MAX_TEXT_BYTES),
                from.optionalText("rule", MAX_TEXT_BYTES),
                from.number("policyVersion", 0, MOST),
                from.texts("example", MAX_ITEMS, MAX_TEXT_BYTES),
                from.list("ancestry", MAX_ITEMS, true, AncestorDocument::read));
    }

    /// Writes what `read` reads.
    public static ObjectNode write(Testimony testimony) {
        var to =
                Json.object()
                        .put("verdict", testimony.verdict().word())
                        .put("at", Json.time(testimony.at()))
                        .put("session", testimony.session())
                        .put("because", testimony.because());
        testimony.rule().ifPresent(rule -> to.put("rule", rule));
        to.put("policyVersion", testimony.policyVersion());
        to.set("example", Json.texts(testimony.example()));
        to.set("ancestry", Json.list(testimony.ancestry(), AncestorDocument::write));
        return to;
    }
}
