package dev.inlay.infra;

import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.lambda.eventsources.SqsEventSource;

/// How messages reach a function.
///
/// @param size at most so many at once
/// @param window how long to wait for more of them; zero means not at all
/// @param concurrency at most so many calls at a time
record Batches(int size, Duration window, int concurrency) {
    /// Messages that fail are offered again one by one, not with their whole batch.
    void feed(FlowFunction function, FlowQueue from) {
        var source =
                SqsEventSource.Builder.create(from.queue())
                        .batchSize(size)
                        .maxConcurrency(concurrency)
                        .reportBatchItemFailures(true);
        if (window.toSeconds().intValue() > 0) {
            source.maxBatchingWindow(window);
        }
        function.live().addEventSource(source.build());
    }
}
