package dev.inlay.ingest;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.inlay.behaviour.Frame;
import dev.inlay.document.Reading;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.log.Line;
import dev.inlay.queue.Queue;
import dev.inlay.queue.Rejections;
import dev.inlay.storage.Tables;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Takes one delivery: reads, merges by image, records, and parks what can never be taken.
final class Ingestion {
    private final Recorder recorder;
    private final Rejections rejections;
    private final Origin origin;
    private final InstantSource clock;

    Ingestion(Tables tables, Queue queue, Origin origin, Pace pace, InstantSource clock) {
        this.recorder = new Recorder(tables, queue, pace);
        this.rejections = new Rejections(tables.runtime());
        this.origin = origin;
        this.clock = clock;
    }

    /// The messages to offer again.
    List<String> take(List<SQSEvent.SQSMessage> messages, Consumer<Line> log) {
        var batch = new Batch();
        var failed = new ArrayList<String>();
        for (var message : messages) {
            try {
                read(message, batch, log);
            } catch (TransientFailure failure) {
                log.accept(again(failure).about("message", message.getMessageId()));
                failed.add(message.getMessageId());
            }
        }
        for (var image : batch.images()) {
            failed.addAll(record(image, log));
        }
        log.accept(
                Line.of(Line.Result.DONE, "took frames")
                        .count("Frames", messages.size() - failed.size())
                        .count("Images", batch.images().size()));
        return failed;
    }

    private void read(SQSEvent.SQSMessage message, Batch batch, Consumer<Line> log) {
        switch (origin.read(message)) {
            case Reading.Read<Frame>(var frame) ->
                    batch.add(message.getMessageId(), frame, clock.instant());
            case Reading.Malformed<Frame>(var because) ->
                    park(origin.sender(message), because, message.getBody(), log);
        }
    }

    private List<String> record(Batch.OfImage image, Consumer<Line> log) {
        var name = image.profile().image().value();
        try {
            int refused = recorder.record(image, clock.instant());
            if (refused > 0) {
                park(
                        name,
                        "the image's profile is full; its newest behaviours are not kept",
                        "",
                        log);
            }
            return List.of();
        } catch (TransientFailure failure) {
            log.accept(again(failure).about("image", name));
            return image.messages();
        } catch (PermanentFailure failure) {
            park(name, failure.code() + ": " + failure.getMessage(), "", log);
            return List.of();
        }
    }

    private void park(String sender, String because, String body, Consumer<Line> log) {
        rejections.park(sender, because, body, clock.instant());
        log.accept(Line.of(Line.Result.REJECTED, "rejected: " + because).about("sender", sender));
    }

    private static Line again(TransientFailure failure) {
        return Line.of(Line.Result.AGAIN, "offering again: " + failure.getMessage())
                .about("code", failure.code());
    }
}
