package dev.inlay.alert;

import dev.inlay.behaviour.Behaviour;
import dev.inlay.detection.Detection;
import dev.inlay.image.Digest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Keeps a scan from being a thousand alerts: of what one program does in one way the first few
/// things are told one by one, and the rest as one more.
final class Flood {
    /// As many different things of one kind as somebody reads.
    static final int MAX_ALIKE = 20;

    private static final Comparator<Alert> BY_AGE =
            Comparator.comparing(Alert::first).thenComparing(Alert::fingerprint);

    private Flood() {}

    static List<Alert> fold(List<Alert> alerts) {
        Map<String, List<Alert>> alike = new LinkedHashMap<>();
        for (var alert : alerts) {
            alike.computeIfAbsent(kind(alert), _ -> new ArrayList<>()).add(alert);
        }
        var folded = new ArrayList<Alert>();
        alike.forEach((kind, all) -> {
            var sorted = all.stream().sorted(BY_AGE).toList();
            sorted.stream().limit(MAX_ALIKE).forEach(folded::add);
            sorted.stream()
                    .skip(MAX_ALIKE)
                    .map(alert -> alert.as(fingerprint(alert, kind)))
                    .reduce(Alert::merge)
                    .ifPresent(folded::add);
        });
        return List.copyOf(folded);
    }

    private static String kind(Alert alert) {
        Behaviour behaviour = alert.behaviour();
        return String.join(
                "\n",
                alert.detection().map(Detection::id).orElse("violation"),
                behaviour.kind(),
                behaviour.actor().orElse(""));
    }

    private static String fingerprint(Alert alert, String kind) {
        return Digest.ofText(alert.image() + "\nmany\n" + kind).hex().substring(0, 32);
    }
}
