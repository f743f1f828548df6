package dev.inlay.local.alert;

import dev.inlay.alert.Alert;
import dev.inlay.alert.AlertDocument;
import dev.inlay.alert.AlertSink;
import dev.inlay.document.Json;
import dev.inlay.local.Journal;
import dev.inlay.queue.Queue;
import dev.inlay.queue.QueueName;
import java.net.URI;
import java.util.List;

/// Hands an alert over: to the journal at once, to each webhook through the queue, so that one that
/// does not answer keeps nobody waiting.
public final class LocalSink implements AlertSink {
    private final Journal journal;
    private final Queue queue;
    private final List<URI> webhooks;

    /// @param webhooks where alerts are posted
    public LocalSink(Journal journal, Queue queue, List<URI> webhooks) {
        this.journal = journal;
        this.queue = queue;
        this.webhooks = List.copyOf(webhooks);
    }

    @Override
    public void tell(Alert alert) {
        for (var webhook : webhooks) {
            var delivery = Json.object().put("url", webhook.toString());
            delivery.set("alert", AlertDocument.tree(alert));
            queue.send(QueueName.DELIVER, Queue.escaped(Json.write(delivery)));
        }
        journal.tell(
                "ALERT %s %s in %s: %s"
                        .formatted(
                                alert.severity().word(),
                                alert.verdict().word(),
                                alert.source(),
                                alert.title()));
    }
}
