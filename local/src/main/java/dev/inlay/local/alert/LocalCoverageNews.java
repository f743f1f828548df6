package dev.inlay.local.alert;

import dev.inlay.coverage.CoverageNews;
import dev.inlay.coverage.Gap;
import dev.inlay.coverage.GapDocument;
import dev.inlay.document.Json;
import dev.inlay.local.Journal;
import dev.inlay.queue.Queue;
import dev.inlay.queue.QueueName;
import java.net.URI;
import java.util.List;

/// Tells of gaps where alerts are told: in the journal, and to each webhook.
public final class LocalCoverageNews implements CoverageNews {
    private final Journal journal;
    private final Queue queue;
    private final List<URI> webhooks;

    /// @param webhooks where alerts are posted
    public LocalCoverageNews(Journal journal, Queue queue, List<URI> webhooks) {
        this.journal = journal;
        this.queue = queue;
        this.webhooks = List.copyOf(webhooks);
    }

    @Override
    public void tell(Gap gap) {
        for (var webhook : webhooks) {
            var delivery = Json.object().put("url", webhook.toString());
            delivery.set(
                    "alert", GapDocument.tree(gap).put("event", gap.cause().concern().event()));
            queue.send(QueueName.DELIVER, Json.write(delivery));
        }
        journal.tell(
                "%s: %s, %s: %s"
                        .formatted(
                                gap.cause().concern().event(),
                                gap.where(),
                                gap.reference(),
                                gap.because()));
    }
}
