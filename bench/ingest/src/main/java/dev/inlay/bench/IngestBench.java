package dev.inlay.bench;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import dev.inlay.aws.lambda.NoContext;
import dev.inlay.ingest.Pace;
import dev.inlay.ingest.TelemetryIngestHandler;
import dev.inlay.local.sqlite.SqliteFile;
import dev.inlay.local.sqlite.SqliteTable;
import dev.inlay.storage.Table;
import dev.inlay.storage.Tables;
import dev.inlay.time.SettableClock;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/// Drives the ingest handlers with the frames of many containers: frames a second, writes a frame,
/// and how long a batch takes.
///
/// `bench/ingest/run [--containers N] [--images N] [--store map|sqlite] [--threads N] [--seconds
/// N]`
public final class IngestBench {
    private static final int BATCH = 100;
    private static final int STEADY_ROUNDS = 4;
    private static final OperatingSystemMXBean MACHINE =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final Options options;
    private final Fleet first;
    private final Fleet second;
    private final CountedTable runtime;
    private final CountedTable profiles;
    private final LongAdder evaluations = new LongAdder();
    private final SettableClock clock;
    private final List<TelemetryIngestHandler> handlers;

    private IngestBench(Options options, Store store) throws IOException {
        this.options = options;
        var example =
                (ObjectNode)
                        new ObjectMapper()
                                .readTree(Files.readString(Path.of("docs/examples/frame.json")));
        var start = Instant.parse("2026-01-02T03:00:00Z");
        this.clock = new SettableClock(start);
        this.first = fleet("one", example, start);
        this.second = fleet("two", example, start);
        this.runtime = new CountedTable(store.tables().runtime());
        this.profiles = new CountedTable(store.tables().profiles());
        var tables =
                new Tables(store.tables().catalog(), profiles, runtime, store.tables().findings());
        this.handlers =
                IntStream.range(0, options.threads())
                        .mapToObj(_ ->
                                new TelemetryIngestHandler(
                                        tables,
                                        (_, _) -> evaluations.increment(),
                                        Pace.THRIFTY,
                                        clock))
                        .toList();
    }

    /// What was asked for.
    private record Options(int containers, int images, String store, int threads, int seconds) {
        static Options of(String... arguments) {
            int containers = 10_000;
            int images = 200;
            int threads = 2;
            int seconds = 240;
            var store = "map";
            for (int i = 0; i + 1 < arguments.length; i += 2) {
                switch (arguments[i]) {
                    case "--containers" -> containers = Integer.parseInt(arguments[i + 1]);
                    case "--images" -> images = Integer.parseInt(arguments[i + 1]);
                    case "--threads" -> threads = Integer.parseInt(arguments[i + 1]);
                    case "--seconds" -> seconds = Integer.parseInt(arguments[i + 1]);
                    case "--store" -> store = arguments[i + 1];
                    default -> throw new IllegalArgumentException("unknown: " + arguments[i]);
                }
            }
            return new Options(containers, images, store, threads, seconds);
        }
    }

    /// Where the documents go.
    private record Store(Tables tables, Optional<SqliteFile> file) implements AutoCloseable {
        static Store open(String kind) throws IOException {
            if (kind.equals("sqlite")) {
                var folder = Files.createTempDirectory(Path.of("target"), "ingest");
                var file = SqliteFile.open(folder.resolve("bench.sqlite"));
                return new Store(SqliteTable.in(file, InstantSource.system()), Optional.of(file));
            }
            Table map = new MapTable();
            return new Store(new Tables(map, map, map, map), Optional.empty());
        }

        @Override
        public void close() {
            file.ifPresent(SqliteFile::close);
        }
    }

    public static void main(String... arguments) throws Exception {
        var options = Options.of(arguments);
        try (var store = Store.open(options.store())) {
            System.out.println(options);
            System.out.println(Round.title());
            new IngestBench(options, store).run();
        }
    }

    private Fleet fleet(String name, ObjectNode example, Instant start) {
        return new Fleet(name, options.containers(), options.images(), example, start);
    }

    /// One round of all containers of a fleet, so much later than the one before.
    private record Step(String name, Fleet fleet, int round, long secondsLater) {}

    /// The first round also warms the compiler: a second fleet that is all new comes after it.
    private List<Step> steps() {
        var steps = new ArrayList<Step>();
        steps.add(new Step("first frames, cold JVM", first, 0, 0));
        steps.add(new Step("first frames of others", second, 0, 0));
        for (int i = 1; i <= STEADY_ROUNDS; i++) {
            steps.add(new Step("while learning, minute " + i, first, i, 60));
        }
        for (int i = 1; i <= STEADY_ROUNDS; i++) {
            int later = i == 1 ? 900 + 600 : 600;
            steps.add(new Step("settled, every 600 s, " + i, first, STEADY_ROUNDS + i, later));
        }
        return steps;
    }

    /// As many rounds as there is time for, and the names of the others.
    private void run() throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(options.seconds());
        var missed = new ArrayList<String>();
        for (var step : steps()) {
            if (System.nanoTime() > end) {
                missed.add(step.name());
                continue;
            }
            clock.set(clock.instant().plusSeconds(step.secondsLater()));
            System.out.println(round(step));
        }
        if (!missed.isEmpty()) {
            System.out.printf(
                    "not reached within %d s: %s; --seconds gives it more time, --containers less to do%n",
                    options.seconds(), String.join("; ", missed));
        }
    }

    private Round round(Step step) throws InterruptedException, ExecutionException {
        var messages = step.fleet().round(step.round());
        var batches = batches(messages);
        long behaviours = messages.stream().mapToLong(Fleet.Message::behaviours).sum();
        var runtimeBefore = runtime.bill();
        var profilesBefore = profiles.bill();
        long evaluationsBefore = evaluations.sum();
        var nanos = new ConcurrentLinkedQueue<Long>();
        long start = System.nanoTime();
        long startOfProcessor = MACHINE.getProcessCpuTime();
        int failed = drive(batches, nanos);
        double seconds = (System.nanoTime() - start) / 1e9;
        double processorSeconds = (MACHINE.getProcessCpuTime() - startOfProcessor) / 1e9;
        return new Round(
                step.name(),
                messages.size(),
                behaviours,
                seconds,
                processorSeconds,
                List.copyOf(nanos),
                runtime.bill().minus(runtimeBefore),
                profiles.bill().minus(profilesBefore),
                evaluations.sum() - evaluationsBefore,
                failed);
    }

    private int drive(List<SQSEvent> batches, ConcurrentLinkedQueue<Long> nanos)
            throws InterruptedException, ExecutionException {
        var next = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(options.threads())) {
            var running = new ArrayList<Future<Integer>>();
            for (var handler : handlers) {
                running.add(threads.submit(() -> drive(handler, batches, next, nanos)));
            }
            int failed = 0;
            for (var each : running) {
                failed += each.get();
            }
            if (failed > 0) {
                throw new IllegalStateException(failed + " messages were given back");
            }
            return failed;
        }
    }

    private static int drive(
            TelemetryIngestHandler handler,
            List<SQSEvent> batches,
            AtomicInteger next,
            ConcurrentLinkedQueue<Long> nanos) {
        int failed = 0;
        for (int i = next.getAndIncrement(); i < batches.size(); i = next.getAndIncrement()) {
            long start = System.nanoTime();
            failed +=
                    handler.handleRequest(batches.get(i), new NoContext())
                            .getBatchItemFailures()
                            .size();
            nanos.add(System.nanoTime() - start);
        }
        return failed;
    }

    private static List<SQSEvent> batches(List<Fleet.Message> messages) {
        var batches = new ArrayList<SQSEvent>();
        for (int from = 0; from < messages.size(); from += BATCH) {
            var records = new ArrayList<SQSEvent.SQSMessage>();
            for (var message : messages.subList(from, Math.min(messages.size(), from + BATCH))) {
                var record = new SQSEvent.SQSMessage();
                record.setMessageId(Integer.toString(from + records.size()));
                record.setBody(message.body());
                records.add(record);
            }
            var event = new SQSEvent();
            event.setRecords(records);
            batches.add(event);
        }
        return batches;
    }
}
