package dev.inlay.alert;

import dev.inlay.behaviour.Ancestor;
import dev.inlay.detection.Detection;
import dev.inlay.document.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// An alert as plain text, for whoever reads it in a mail: what happened, what was stopped, where
/// it came from, what to do.
public final class Letter {
    /// An attacker's command line may be long; what is cut off is shown by the command at the end.
    private static final int MAX_LINE = 500;

    private final Alert alert;

    public Letter(Alert alert) {
        this.alert = alert;
    }

    /// One line of printable ASCII, for where no more is taken.
    ///
    /// @param most so many characters at most
    public String subject(int most) {
        var line =
                "Inlay %s %s in %s: %s"
                        .formatted(
                                alert.severity().word().toUpperCase(Locale.ROOT),
                                alert.verdict().word(),
                                alert.source(),
                                alert.title());
        return ascii(line, most);
    }

    /// Any text as such a line.
    public static String ascii(String line, int most) {
        var plain = line.replaceAll("[^ -~]", "?");
        return plain.length() <= most ? plain : plain.substring(0, most - 3) + "...";
    }

    /// The whole letter.
    public String text() {
        var lines = new ArrayList<String>();
        lines.add(alert.title());
        lines.add("");
        lines.add("what was done   " + alert.verdict().word() + because());
        lines.add("severity        " + alert.severity().word() + techniques());
        lines.add("image           " + alert.source() + " " + alert.image());
        lines.add("container       " + alert.testimony().session());
        lines.add(
                "seen            %,d times in at least %,d containers, from %s to %s"
                        .formatted(
                                alert.count(),
                                alert.containers(),
                                time(alert.first()),
                                time(alert.last())));
        var example = alert.testimony().example();
        if (!example.isEmpty()) {
            lines.add("exactly         " + String.join(" ", example));
        }
        alert.others().forEach(each -> lines.add("also            " + told(each)));
        alert.testimony().ancestry().forEach(each -> lines.add("from            " + told(each)));
        lines.add("");
        lines.add("To look at it:  ./inlay alerts " + alert.image());
        lines.add("What is normal: ./inlay behaviour " + alert.image());
        return String.join("\n", lines.stream().map(Letter::fit).toList()) + "\n";
    }

    private String because() {
        var words = alert.testimony().because();
        return words.isEmpty() ? "" : " (" + words + ")";
    }

    private String techniques() {
        List<String> ids = alert.detection().map(Detection::techniques).orElse(List.of());
        return ids.isEmpty() ? "" : ", ATT&CK " + String.join(", ", ids);
    }

    private static String told(Part part) {
        return "%s (%,d times, last %s)".formatted(part.exactly(), part.count(), time(part.last()));
    }

    private static String told(Ancestor ancestor) {
        return "%s %s (pid %d, user %d)"
                .formatted(
                        ancestor.program(),
                        String.join(" ", ancestor.arguments()),
                        ancestor.pid(),
                        ancestor.user());
    }

    private static String time(Instant time) {
        return Json.time(time);
    }

    /// Much of this text was chosen by whoever is told of: it stays on its line.
    private static String fit(String line) {
        var plain = line.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "\ufffd");
        return plain.codePointCount(0, plain.length()) <= MAX_LINE
                ? plain
                : plain.substring(0, plain.offsetByCodePoints(0, MAX_LINE)) + "…";
    }
}
