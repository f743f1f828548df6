package dev.inlay.local.alert;

import dev.inlay.document.Json;
import dev.inlay.event.EventName;
import dev.inlay.image.Image;
import dev.inlay.image.ImageNews;
import dev.inlay.image.Push;
import dev.inlay.image.Reason;
import dev.inlay.local.Journal;
import dev.inlay.queue.Queue;
import dev.inlay.queue.QueueName;
import java.net.URI;
import java.util.List;

/// Tells of images in the journal. One that stays without its sensor is told where alerts are told,
/// too: to each webhook.
public final class LocalImageNews implements ImageNews {
    private final Journal journal;
    private final Queue queue;
    private final List<URI> webhooks;

    /// @param webhooks where alerts are posted
    public LocalImageNews(Journal journal, Queue queue, List<URI> webhooks) {
        this.journal = journal;
        this.queue = queue;
        this.webhooks = List.copyOf(webhooks);
    }

    @Override
    public void instrumented(Push push, Image image) {
        journal.tell("%s: %s".formatted(EventName.IMAGE_INSTRUMENTED.word(), push));
    }

    @Override
    public void failed(Push push, Reason reason) {
        var name = EventName.IMAGE_INSTRUMENTATION_FAILED.word();
        for (var webhook : webhooks) {
            var delivery = Json.object().put("url", webhook.toString());
            delivery.putObject("alert")
                    .put("event", name)
                    .put("repository", push.repository())
                    .put("tag", push.tag())
                    .put("digest", push.digest().value())
                    .put("code", reason.code())
                    .put("text", reason.text());
            queue.send(QueueName.DELIVER, Json.write(delivery));
        }
        journal.tell("%s: %s: %s".formatted(name, push, reason.text()));
    }
}
