package dev.inlay.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.MessageAttribute;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.inlay.aws.Connection;
import dev.inlay.aws.Settings;
import dev.inlay.aws.lambda.Snapshot;
import dev.inlay.aws.sqs.SqsQueue;
import dev.inlay.document.Json;
import dev.inlay.image.Digest;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Images;
import dev.inlay.log.Lines;
import dev.inlay.log.MetricLines;
import dev.inlay.queue.QueueName;
import dev.inlay.queue.Rejections;
import dev.inlay.session.Clearance;
import dev.inlay.session.Revocations;
import dev.inlay.storage.EmptyTable;
import dev.inlay.storage.Key;
import dev.inlay.storage.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/// telemetry-ingest on AWS.
final class IngestWiring {
    private final Settings settings = new Settings(System.getenv());
    private final InstantSource clock = InstantSource.system();

    private record Parts(Ingestion ingestion, Tables tables) {}

    Supplier<Ingestion> ingestion() {
        var snapshot = Snapshot.of(this::parts, this::pass);
        return () -> snapshot.get().ingestion();
    }

    Lines lines() {
        return new MetricLines("telemetry-ingest", clock);
    }

    private Parts parts() {
        var connection = Connection.ofEnvironment();
        var tables = settings.tables(connection, clock);
        var queue = new SqsQueue(connection, settings.queues(QueueName.EVALUATE));
        var ingestion =
                new Ingestion(
                        tables,
                        queue,
                        Rejections.ofSqs(tables.runtime()),
                        origin(tables),
                        Pace.THRIFTY,
                        clock);
        return new Parts(ingestion, tables);
    }

    private Origin origin(Tables tables) {
        var catalog = tables.catalog();
        var clearance =
                new Clearance(
                        new Images(catalog, clock),
                        new Enrolments(catalog),
                        new Revocations(catalog));
        return ByQueue.of(
                settings.queues(QueueName.VIOLATIONS, QueueName.TELEMETRY).values(),
                Origin.attributes(),
                Origin.senders(clearance, clock));
    }

    /// The wire format's example frame all the way through a pipeline that keeps nothing, and one
    /// read from the real table.
    private void pass(Parts parts) {
        var nowhere = EmptyTable.all();
        new Ingestion(
                        nowhere,
                        (_, _) -> {},
                        Rejections.ofSqs(nowhere.runtime()),
                        Origin.attributes(),
                        Pace.THRIFTY,
                        clock)
                .take(List.of(example()), _ -> {});
        var nothing = new Key("priming", Digest.ofText("priming").value());
        var _ = parts.tables().profiles().get(nothing);
    }

    private static SQSMessage example() {
        var frame = resource();
        var message = new SQSMessage();
        message.setMessageId("priming");
        message.setBody(frame);
        message.setMessageAttributes(
                Map.of("session", named(frame, "session"), "image", named(frame, "image")));
        return message;
    }

    private static MessageAttribute named(String frame, String name) {
        var attribute = new MessageAttribute();
        attribute.setDataType("String");
        attribute.setStringValue(
                Json.read(frame, frame.length(), from -> from.text(name, 256)).found().orElse(""));
        return attribute;
    }

    private static String resource() {
        try (var in = IngestWiring.class.getResourceAsStream("frame.json")) {
            return new String(Objects.requireNonNull(in, "frame.json").readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading frame.json of this jar", e);
        }
    }
}
