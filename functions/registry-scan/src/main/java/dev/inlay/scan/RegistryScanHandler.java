package dev.inlay.scan;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.inlay.log.Lines;
import dev.inlay.queue.Rejections;
import java.time.InstantSource;
import java.util.function.Supplier;

/// Receives the SCAN queue. What may work later goes back to it; what never will is parked.
public final class RegistryScanHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private final Supplier<Scanning> scanning;
    private final Lines lines;

    /// On AWS: everything is in the environment.
    public RegistryScanHandler() {
        this(new ScanWiring());
    }

    private RegistryScanHandler(ScanWiring wiring) {
        this(wiring.scanning(), wiring.lines());
    }

    /// With what decides on messages, and where those go that can never be acted on.
    public RegistryScanHandler(Scanner scanner, Rejections rejections, InstantSource clock) {
        var made = new Scanning(scanner, rejections, clock);
        this.scanning = () -> made;
        this.lines = Lines.plain();
    }

    RegistryScanHandler(Supplier<Scanning> scanning, Lines lines) {
        this.scanning = scanning;
        this.lines = lines;
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        var again =
                scanning.get()
                        .take(
                                event.getRecords(),
                                line -> context.getLogger().log(lines.write(line)));
        return new SQSBatchResponse(again.stream().map(BatchItemFailure::new).toList());
    }
}
