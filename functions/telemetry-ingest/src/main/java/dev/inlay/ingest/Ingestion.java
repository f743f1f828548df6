package dev.inlay.ingest;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.inlay.behaviour.Frame;
import dev.inlay.document.Reading;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.log.Line;
import dev.inlay.queue.Arrival;
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

    Ingestion(
            Tables tables,
            Queue queue,
            Rejections rejections,
            Origin origin,
            Pace pace,
            InstantSource clock) {
        this.recorder = new Recorder(tables, queue, pace);
        this.rejections = rejections;
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
                failed.add(again(message, failure));
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
            case Reading.Read<Frame>(var frame) -> batch.add(message, frame, clock.instant());
            case Reading.Malformed<Frame>(var because) ->
                    park(
                            arrival(message).queue(),
                            origin.sender(message),
                            because,
                            message.getBody(),
                            log);
        }
    }

    private List<String> record(Batch.OfImage image, Consumer<Line> log) {
        var name = image.profile().image().value();
        var queue = arrival(image.messages().getFirst()).queue();
        try {
            int refused = recorder.record(image, clock.instant(), log);
            if (refused > 0) {
                park(
                        queue,
                        name,
                        "the image's profile is full; its newest behaviours are not kept",
                        "",
                        log);
            }
            return List.of();
        } catch (TransientFailure failure) {
            log.accept(again(failure).about("image", name));
            return image.messages().stream().map(each -> again(each, failure)).toList();
        } catch (PermanentFailure failure) {
            park(queue, name, failure.code() + ": " + failure.getMessage(), "", log);
            return List.of();
        }
    }

    /// Its id; with the reason left where people look if it does not come back.
    private String again(SQSEvent.SQSMessage message, TransientFailure failure) {
        rejections.failed(
                arrival(message),
                String.valueOf(failure.getMessage()),
                message.getBody(),
                clock.instant());
        return message.getMessageId();
    }

    private static Arrival arrival(SQSEvent.SQSMessage message) {
        return Arrival.of(message.getEventSourceArn(), message.getAttributes());
    }

    private void park(
            String queue, String sender, String because, String body, Consumer<Line> log) {
        rejections.park(queue, sender, because, body, clock.instant());
        log.accept(Line.of(Line.Result.REJECTED, "rejected: " + because).about("sender", sender));
    }

    private static Line again(TransientFailure failure) {
        return Line.of(Line.Result.AGAIN, "offering again: " + failure.getMessage())
                .about("code", failure.code());
    }
}
