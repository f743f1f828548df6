package dev.inlay.bench;

import java.util.List;

/// What one round of all containers took.
///
/// @param processorSeconds of all threads, those that compile and collect included
/// @param behaviours in all frames: the writes of a design that writes each
/// @param failed messages that the handlers gave back
record Round(
        String name,
        int frames,
        long behaviours,
        double seconds,
        double processorSeconds,
        List<Long> batchNanos,
        CountedTable.Bill runtime,
        CountedTable.Bill profiles,
        long evaluations,
        int failed) {
    double framesPerSecond() {
        return frames / seconds;
    }

    /// As many as a processor takes that has nothing else to do, whatever else this one had.
    double framesPerProcessorSecond() {
        return frames / processorSeconds;
    }

    /// @param share of the batches that took at most this long
    double millis(double share) {
        var sorted = batchNanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))] / 1e6;
    }

    static String title() {
        return "%-28s %9s %9s %8s %8s %9s %9s %9s %9s %9s"
                .formatted(
                        "",
                        "frames/s",
                        "f/cpu-s",
                        "p50 ms",
                        "p99 ms",
                        "writes/f",
                        "WRU/f",
                        "RRU/f",
                        "naive/f",
                        "evals/f");
    }

    @Override
    public String toString() {
        var bill = runtime.plus(profiles);
        return "%-28s %9.0f %9.0f %8.1f %8.1f %9.3f %9.3f %9.3f %9.1f %9.4f"
                .formatted(
                        name,
                        framesPerSecond(),
                        framesPerProcessorSecond(),
                        millis(0.5),
                        millis(0.99),
                        (double) bill.writes() / frames,
                        (double) bill.writeUnits() / frames,
                        (double) bill.readUnits() / frames,
                        (double) behaviours / frames,
                        (double) evaluations / frames);
    }
}
