package dev.inlay.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.inlay.behaviour.Frame;
import dev.inlay.document.Reading;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.queue.Queue;
import dev.inlay.storage.Tables;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// Takes frames from a queue and merges them into profiles. Messages that can never be taken are
/// parked with the reason; those that may be taken later are offered again.
public final class TelemetryIngestHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private final Recorder recorder;
    private final Rejections rejections;
    private final Clock clock;

    /// With the ports of the place it runs in.
    ///
    /// @param tables writes profiles and runtime
    /// @param queue where images go that have to be evaluated
    public TelemetryIngestHandler(Tables tables, Queue queue, Pace pace, Clock clock) {
        this.recorder = new Recorder(tables, queue, pace);
        this.rejections = new Rejections(tables.runtime());
        this.clock = clock;
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        var batch = new Batch();
        var failed = new ArrayList<String>();
        for (var message : event.getRecords()) {
            try {
                read(message, batch);
            } catch (TransientFailure failure) {
                failed.add(message.getMessageId());
            }
        }
        for (var image : batch.images()) {
            failed.addAll(record(image));
        }
        return new SQSBatchResponse(failed.stream().map(BatchItemFailure::new).toList());
    }

    private void read(SQSEvent.SQSMessage message, Batch batch) {
        var body = message.getBody();
        switch (Message.read(body)) {
            case Reading.Read<Frame>(var frame) ->
                    batch.add(message.getMessageId(), frame, clock.instant());
            case Reading.Malformed<Frame>(var because) ->
                    rejections.park(Message.sender(body), because, body, clock.instant());
        }
    }

    /// The messages to offer again.
    private List<String> record(Batch.OfImage image) {
        try {
            int refused = recorder.record(image, clock.instant());
            if (refused > 0) {
                park(image, "the image's profile is full; its newest behaviours are not kept");
            }
            return List.of();
        } catch (TransientFailure failure) {
            return image.messages();
        } catch (PermanentFailure failure) {
            park(image, failure.code() + ": " + failure.getMessage());
            return List.of();
        }
    }

    private void park(Batch.OfImage image, String because) {
        rejections.park(image.profile().image().value(), because, "", clock.instant());
    }
}
