package dev.inlay.behaviour;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.document.Reading;
import dev.inlay.image.Digest;
import java.util.EnumMap;
import java.util.Map;

/// Reads frames. A frame is taken whole or not at all, and nothing in it can make reading it throw.
public final class FrameReader {
    /// What a sensor may send: 60 KB, so that a message stays within one billed unit of a queue.
    public static final int MAX_BYTES = 60 * 1024;

    /// A behaviour takes at least some 100 bytes of a frame.
    private static final int MAX_ENTRIES = 1_000;

    private static final int MAX_SESSION_BYTES = 256;
    private static final int MAX_NAME_BYTES = 1_024;
    private static final int MAX_MESSAGE_BYTES = 4_096;
    private static final int MAX_ARGUMENTS = 64;
    private static final long MOST = 1L << 53;

    /// Sums of what very many containers say still have to fit into a number of JSON.
    private static final long MOST_COUNTED = 1L << 40;

    /// Thirty years.
    private static final long MOST_MINUTES = 1L << 24;

    private static final long MAX_USER = 0xffff_ffffL;

    private FrameReader() {}

    /// Reads a frame from its text.
    public static Reading<Frame> read(String text) {
        return Json.read(text, MAX_BYTES, FrameReader::frame);
    }

    /// Reads a frame that was parsed as part of a message.
    public static Reading<Frame> read(ObjectNode tree) {
        return Json.read(tree, FrameReader::frame);
    }

    private static Frame frame(Fields from) {
        from.version(1);
        var window = from.object("window");
        return new Frame(
                session(from),
                image(from),
                source(from),
                placement(from.object("container")),
                sensor(from.object("sensor")),
                applied(from.object("policy")),
                sequence(from),
                window.time("from"),
                window.time("to"),
                activeMinutes(from.object("activeMinutes")),
                new Lineage(from.list("lineage", MAX_ENTRIES, true, FrameReader::ancestor)),
                from.list("behaviours", MAX_ENTRIES, true, FrameReader::observed),
                drops(from.object("drops")),
                resources(from.object("resources")),
                ended(from));
    }

    static String session(Fields from) {
        var session = from.text("session", MAX_SESSION_BYTES);
        if (session.isEmpty()) {
            from.refuse("session", "it is empty");
        }
        return session;
    }

    static boolean ended(Fields from) {
        return from.optionalFlag("ended");
    }

    static String source(Fields from) {
        return from.text("source", MAX_NAME_BYTES);
    }

    static long sequence(Fields from) {
        return from.number("sequence", 1, MOST);
    }

    static Digest image(Fields from) {
        var text = from.text("image", MAX_NAME_BYTES);
        return Digest.parse(text)
                .orElseGet(() -> {
                    from.refuse("image", "expected sha256: and 64 hex digits");
                    return Digest.ofText("");
                });
    }

    static Frame.Placement placement(Fields from) {
        return new Frame.Placement(
                from.text("hostname", MAX_NAME_BYTES),
                from.time("started"),
                from.optionalText("task", MAX_NAME_BYTES),
                from.optionalText("cluster", MAX_NAME_BYTES),
                from.optionalText("name", MAX_NAME_BYTES));
    }

    static Frame.Sensor sensor(Fields from) {
        return new Frame.Sensor(
                from.text("version", MAX_NAME_BYTES),
                from.word("tier", Tier.class),
                from.text("because", MAX_MESSAGE_BYTES),
                from.flag("forced"),
                from.texts("limits", 64, MAX_MESSAGE_BYTES));
    }

    static Frame.Applied applied(Fields from) {
        return new Frame.Applied(
                from.number("version", 0, MOST),
                from.optionalText("sha256", MAX_NAME_BYTES),
                from.optionalObject("modes").map(FrameReader::modes).orElse(Map.of()),
                from.optionalTime("applied"),
                from.optionalText("refused", MAX_MESSAGE_BYTES));
    }

    private static Map<Domain, Mode> modes(Fields from) {
        var modes = new EnumMap<Domain, Mode>(Domain.class);
        for (var domain : Domain.values()) {
            modes.put(domain, from.word(domain.word(), Mode.class));
        }
        return modes;
    }

    static Map<Domain, Long> activeMinutes(Fields from) {
        var minutes = new EnumMap<Domain, Long>(Domain.class);
        for (var domain : Domain.values()) {
            minutes.put(domain, from.number(domain.word(), 0, MOST_MINUTES));
        }
        return minutes;
    }

    static Ancestor ancestor(Fields from) {
        return new Ancestor(
                from.number("id", 0, MOST),
                from.optionalNumber("parent", 0, MOST),
                from.number("pid", 0, MOST),
                from.text("program", BehaviourDocument.MAX_PATH_BYTES),
                from.texts("arguments", MAX_ARGUMENTS, BehaviourDocument.MAX_TEXT_BYTES),
                from.number("user", 0, MAX_USER),
                from.time("started"),
                from.flag("outside"));
    }

    private static Observed observed(Fields from) {
        return new Observed(
                BehaviourDocument.read(from.object("behaviour")),
                from.word("verdict", Verdict.class),
                from.text("because", MAX_MESSAGE_BYTES),
                from.optionalText("rule", MAX_NAME_BYTES),
                tally(from),
                from.number("process", 0, MOST),
                from.texts("example", MAX_ARGUMENTS + 1, BehaviourDocument.MAX_PATH_BYTES));
    }

    private static Tally tally(Fields from) {
        var first = from.time("first");
        var last = from.time("last");
        long count = from.number("count", 1, MOST_COUNTED);
        return new Tally(
                count,
                from.number("minutes", 1, Math.min(count, MOST_MINUTES)),
                first,
                // A clock that was set back does not cost the evidence.
                last.isBefore(first) ? first : last);
    }

    static Frame.Drops drops(Fields from) {
        return new Frame.Drops(
                from.number("behaviours", 0, MOST),
                from.number("frames", 0, MOST),
                from.number("notifications", 0, MOST));
    }

    static Frame.Resources resources(Fields from) {
        return new Frame.Resources(
                from.number("rssBytes", 0, MOST),
                from.number("cpuMillis", 0, MOST),
                from.number("notified", 0, MOST));
    }
}
