package dev.inlay.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.alert.Alert;
import dev.inlay.alert.AlertDocument;
import dev.inlay.alert.AlertList;
import dev.inlay.alert.Alerts;
import dev.inlay.document.Json;
import java.util.Comparator;
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

    private static Answer list(AlertList all, Page page) {
        var found =
                all.alerts().stream()
                        .sorted(Comparator.comparing(AlertRoutes::cursor).reversed())
                        .filter(alert ->
                                page.after().filter(after -> !isOlder(alert, after)).isEmpty())
                        .limit(page.limit())
                        .toList();
        var answer = Json.object();
        answer.set("alerts", Json.list(found, AlertDocument::tree));
        answer.set("unreadable", Json.list(all.unreadable(), AlertRoutes::write));
        page.tell(
                answer,
                found.size(),
                found.isEmpty() ? Optional.empty() : Optional.of(cursor(found.getLast())));
        return Answer.ok(answer);
    }

    private static ObjectNode write(AlertList.Unreadable alert) {
        return Json.object()
                .put("image", alert.image().value())
                .put("fingerprint", alert.fingerprint())
                .put("because", alert.because());
    }

    /// By time, then by fingerprint: two that happened at once are two.
    private static String cursor(Alert alert) {
        return Json.time(alert.last()) + "~" + alert.fingerprint();
    }

    private static boolean isOlder(Alert alert, String cursor) {
        return cursor(alert).compareTo(cursor) < 0;
    }
}
