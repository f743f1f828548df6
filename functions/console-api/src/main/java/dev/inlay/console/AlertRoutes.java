package dev.inlay.console;

import dev.inlay.alert.Alert;
import dev.inlay.alert.AlertDocument;
import dev.inlay.alert.Alerts;
import dev.inlay.document.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What was found, the latest first.
final class AlertRoutes {
    private final Alerts alerts;
    private final ImageNames names;

    AlertRoutes(Alerts alerts, ImageNames names) {
        this.alerts = alerts;
        this.names = names;
    }

    Answer list(Request request) {
        var page = Page.of(request);
        return request.asked("image")
                .map(name ->
                        Identity.of(names, name)
                                .answer(known -> list(alerts.of(known.digest()), page)))
                .orElseGet(() -> list(alerts.all(), page));
    }

    private static Answer list(List<Alert> all, Page page) {
        var found =
                all.stream()
                        .sorted(Comparator.comparing(AlertRoutes::cursor).reversed())
                        .filter(alert ->
                                page.after().filter(after -> !isOlder(alert, after)).isEmpty())
                        .limit(page.limit())
                        .toList();
        var answer = Json.object();
        answer.set("alerts", Json.list(found, AlertDocument::tree));
        page.tell(
                answer,
                found.size(),
                found.isEmpty() ? Optional.empty() : Optional.of(cursor(found.getLast())));
        return Answer.ok(answer);
    }

    /// By time, then by fingerprint: two that happened at once are two.
    private static String cursor(Alert alert) {
        return Json.time(alert.last()) + "~" + alert.fingerprint();
    }

    private static boolean isOlder(Alert alert, String cursor) {
        return cursor(alert).compareTo(cursor) < 0;
    }
}
