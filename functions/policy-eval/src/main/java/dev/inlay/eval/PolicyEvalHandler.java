package dev.inlay.eval;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.inlay.alert.AlertSink;
import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Digest;
import dev.inlay.policy.PolicyNews;
import dev.inlay.policy.Signer;
import dev.inlay.storage.Tables;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Evaluates the images that a queue names, each once however often it is named.
public final class PolicyEvalHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private static final int MAX_BODY_BYTES = 4_096;

    private final Evaluation evaluation;

    /// With the ports of the place it runs in.
    ///
    /// @param tables reads profiles, writes catalog and findings
    /// @param signer signs the policies
    /// @param sink where alerts go
    /// @param news where changes of policies are told
    public PolicyEvalHandler(
            Tables tables, Signer signer, AlertSink sink, PolicyNews news, Clock clock) {
        this.evaluation = new Evaluation(tables, signer, sink, news, clock);
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        Map<Digest, List<String>> messages = new LinkedHashMap<>();
        for (var message : event.getRecords()) {
            image(message.getBody())
                    .ifPresentOrElse(
                            image ->
                                    messages.computeIfAbsent(image, _ -> new ArrayList<>())
                                            .add(message.getMessageId()),
                            () -> log(context, "ignored a message that names no image"));
        }
        var failed = new ArrayList<BatchItemFailure>();
        messages.forEach((image, ids) -> {
            try {
                evaluation.evaluate(image);
            } catch (TransientFailure | PermanentFailure failure) {
                // Offered again; what never succeeds ends in the dead-letter queue.
                ids.stream().map(BatchItemFailure::new).forEach(failed::add);
            }
        });
        return new SQSBatchResponse(failed);
    }

    private static Optional<Digest> image(String body) {
        return Json.read(body, MAX_BODY_BYTES, PolicyEvalHandler::image).found();
    }

    private static Digest image(Fields from) {
        return Digest.parse(from.text("image", 128))
                .orElseGet(() -> {
                    from.refuse("image", "expected sha256: and 64 hex digits");
                    return Digest.ofText("");
                });
    }

    private static void log(Context context, String line) {
        context.getLogger().log(line);
    }
}
