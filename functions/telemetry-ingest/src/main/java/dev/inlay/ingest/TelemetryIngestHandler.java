package dev.inlay.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.inlay.log.Lines;
import dev.inlay.queue.Queue;
import dev.inlay.queue.Rejections;
import dev.inlay.storage.Tables;
import java.time.InstantSource;
import java.util.function.Supplier;

/// Takes frames from a queue and merges them into profiles. Messages that can never be taken are
/// parked with the reason; those that may be taken later are offered again.
public final class TelemetryIngestHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private final Supplier<Ingestion> ingestion;
    private final Lines lines;

    /// On AWS: everything is in the environment.
    public TelemetryIngestHandler() {
        this(new IngestWiring());
    }

    private TelemetryIngestHandler(IngestWiring wiring) {
        this(wiring.ingestion(), wiring.lines());
    }

    /// With the ports of the place it runs in.
    ///
    /// @param tables writes profiles and runtime
    /// @param queue where images go that have to be evaluated
    public TelemetryIngestHandler(Tables tables, Queue queue, Pace pace, InstantSource clock) {
        var made =
                new Ingestion(
                        tables,
                        queue,
                        new Rejections(tables.runtime()),
                        Origin.envelope(),
                        pace,
                        clock);
        this.ingestion = () -> made;
        this.lines = Lines.plain();
    }

    TelemetryIngestHandler(Supplier<Ingestion> ingestion, Lines lines) {
        this.ingestion = ingestion;
        this.lines = lines;
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        var again =
                ingestion
                        .get()
                        .take(
                                event.getRecords(),
                                line -> context.getLogger().log(lines.write(line)));
        return new SQSBatchResponse(again.stream().map(BatchItemFailure::new).toList());
    }
}
