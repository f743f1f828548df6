package dev.inlay.instrument;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.inlay.log.Line;
import dev.inlay.queue.Arrival;
import dev.inlay.queue.Rejections;
import java.time.InstantSource;
import java.util.ArrayList;

/// Receives the INSTRUMENT queue where a loop brings it, on one machine; on AWS [InstrumentTask]
/// asks for its messages itself. What may work later goes back; what never will is parked.
public final class InstrumentHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private final Desk desk;

    /// With what does the work, and where messages go that are none.
    public InstrumentHandler(Worker worker, Rejections rejections, InstantSource clock) {
        this.desk = new Desk(worker, rejections, clock);
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        var again = new ArrayList<BatchItemFailure>();
        for (var message : event.getRecords()) {
            var line =
                    desk.take(
                            message.getBody(),
                            Arrival.of(message.getEventSourceArn(), message.getAttributes()));
            context.getLogger().log(line.text());
            if (line.result() == Line.Result.AGAIN) {
                again.add(new BatchItemFailure(message.getMessageId()));
            }
        }
        return new SQSBatchResponse(again);
    }
}
