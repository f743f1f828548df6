package dev.inlay.eval;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.inlay.alert.AlertSink;
import dev.inlay.behaviour.Containers;
import dev.inlay.log.Lines;
import dev.inlay.policy.Policies;
import dev.inlay.policy.PolicyNews;
import dev.inlay.policy.Signer;
import dev.inlay.queue.Queue;
import dev.inlay.queue.Rejections;
import dev.inlay.storage.Tables;
import java.time.InstantSource;
import java.util.function.Supplier;

/// Evaluates the images that a queue names.
public final class PolicyEvalHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private final Supplier<Evaluations> evaluations;
    private final Lines lines;

    /// On AWS: everything is in the environment.
    public PolicyEvalHandler() {
        this(new EvalWiring());
    }

    private PolicyEvalHandler(EvalWiring wiring) {
        this(wiring.evaluations(), wiring.lines());
    }

    /// With the ports of the place it runs in.
    ///
    /// @param tables reads profiles and runtime, writes catalog and findings
    /// @param queue takes the images of a round
    /// @param signer signs the policies
    /// @param sink where alerts go
    /// @param news where changes of policies are told
    public PolicyEvalHandler(
            Tables tables,
            Queue queue,
            Signer signer,
            AlertSink sink,
            PolicyNews news,
            InstantSource clock) {
        var made =
                new Evaluations(
                        new Evaluation(
                                tables,
                                new Policies(tables.catalog(), signer, clock),
                                sink,
                                news,
                                clock),
                        new Rounds(new Containers(tables.runtime()), queue, clock),
                        new Rejections(tables.runtime()),
                        clock);
        this.evaluations = () -> made;
        this.lines = Lines.plain();
    }

    PolicyEvalHandler(Supplier<Evaluations> evaluations, Lines lines) {
        this.evaluations = evaluations;
        this.lines = lines;
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        var again =
                evaluations
                        .get()
                        .take(
                                event.getRecords(),
                                line -> context.getLogger().log(lines.write(line)));
        return new SQSBatchResponse(again.stream().map(BatchItemFailure::new).toList());
    }
}
