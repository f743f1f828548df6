package dev.inlay.alert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.behaviour.BehaviourDocument;
import dev.inlay.detection.Catalogue;
import dev.inlay.detection.Detection;
import dev.inlay.detection.Severity;
import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.document.Reading;
import dev.inlay.image.Digest;
import dev.inlay.profile.Sample;
import dev.inlay.profile.Span;
import dev.inlay.profile.TestimonyDocument;
import java.util.Optional;
import java.util.TreeMap;

/// Alerts as JSON, version 1: what is stored, and what the console and the CLI show.
public final class AlertDocument {
    private static final int MAX_BYTES = 300 * 1024;
    private static final int MAX_TEXT_BYTES = 64 * 1024;
    private static final long MOST = 1L << 53;

    private AlertDocument() {}

    /// Reads an alert.
    public static Reading<Alert> read(String text) {
        return Json.read(text, MAX_BYTES, AlertDocument::alert);
    }

    private static Alert alert(Fields from) {
        from.version(1);
        var parts = new TreeMap<String, Part>();
        var stored = from.object("parts");
        for (var rank : stored.names()) {
            if (!Sample.isRank(rank)) {
                from.refuse("parts", "expected names of 16 hex digits, a slash and more");
            }
            parts.put(rank, part(stored.object(rank)));
        }
        return new Alert(
                from.text("fingerprint", 256),
                from.text("title", MAX_TEXT_BYTES),
                from.word("severity", Severity.class),
                detection(from),
                digest(from),
                from.text("source", 1_024),
                BehaviourDocument.read(from.object("behaviour")),
                TestimonyDocument.read(from.object("testimony")),
                from.optionalText("missing", MAX_TEXT_BYTES),
                new Sample<>(Alert.CAPACITY, parts),
                new Span(from.time("first"), from.time("last")),
                from.optionalTime("told"));
    }

    private static Optional<Detection> detection(Fields from) {
        return from.optionalText("detection", 64)
                .flatMap(id ->
                        Catalogue.ALL.stream().filter(each -> each.id().equals(id)).findFirst());
    }

    private static Digest digest(Fields from) {
        return Digest.parse(from.text("image", 128))
                .orElseGet(() -> {
                    from.refuse("image", "expected sha256: and 64 hex digits");
                    return Digest.ofText("");
                });
    }

    private static Part part(Fields from) {
        return new Part(
                from.number("count", 0, MOST),
                from.number("containers", 0, MOST),
                from.time("last"),
                from.text("exactly", MAX_TEXT_BYTES));
    }

    /// What `read` reads.
    public static String write(Alert alert) {
        return Json.write(tree(alert));
    }

    /// The same as a tree, with the sums that readers would have to make, for answers that hold
    /// more than it.
    public static ObjectNode tree(Alert alert) {
        var to =
                Json.object()
                        .put("version", 1)
                        .put("fingerprint", alert.fingerprint())
                        .put("title", alert.title())
                        .put("severity", alert.severity().word());
        alert.detection()
                .ifPresent(found -> {
                    to.put("detection", found.id());
                    to.set("techniques", Json.texts(found.techniques()));
                });
        to.put("image", alert.image().value())
                .put("source", alert.source())
                .put("verdict", alert.verdict().word())
                .put("count", alert.count())
                .put("containers", alert.containers())
                .put("first", Json.time(alert.first()))
                .put("last", Json.time(alert.last()));
        to.set("behaviour", BehaviourDocument.write(alert.behaviour()));
        to.set("testimony", TestimonyDocument.write(alert.testimony()));
        alert.missing().ifPresent(missing -> to.put("missing", missing));
        var parts = to.putObject("parts");
        alert.parts().byRank().forEach((rank, part) -> parts.set(rank, write(part)));
        var others = to.putArray("others");
        alert.others().forEach(part -> others.add(write(part)));
        alert.told().ifPresent(time -> to.put("told", Json.time(time)));
        return to;
    }

    private static ObjectNode write(Part part) {
        return Json.object()
                .put("count", part.count())
                .put("containers", part.containers())
                .put("last", Json.time(part.last()))
                .put("exactly", part.exactly());
    }
}
