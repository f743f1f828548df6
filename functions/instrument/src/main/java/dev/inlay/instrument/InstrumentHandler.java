package dev.inlay.instrument;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Push;
import java.util.ArrayList;

/// Receives the INSTRUMENT queue. What may work later goes back to it; what never will is told and
/// taken off.
public final class InstrumentHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private final Worker worker;

    public InstrumentHandler(Worker worker) {
        this.worker = worker;
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        var again = new ArrayList<BatchItemFailure>();
        for (var message : event.getRecords()) {
            try {
                context.getLogger().log(worker.work(Push.parse(message.getBody())));
            } catch (TransientFailure e) {
                context.getLogger()
                        .log("offering " + message.getMessageId() + " again: " + e.getMessage());
                again.add(new BatchItemFailure(message.getMessageId()));
            } catch (PermanentFailure e) {
                context.getLogger()
                        .log("rejected " + message.getMessageId() + ": " + e.getMessage());
            }
        }
        return new SQSBatchResponse(again);
    }
}
