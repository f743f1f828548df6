package dev.inlay.scan;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import java.util.ArrayList;

/// Receives the SCAN queue.
public final class RegistryScanHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private final Scanner scanner;

    public RegistryScanHandler(Scanner scanner) {
        this.scanner = scanner;
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        var again = new ArrayList<BatchItemFailure>();
        for (var message : event.getRecords()) {
            try {
                scanner.scan(message.getBody()).forEach(context.getLogger()::log);
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
