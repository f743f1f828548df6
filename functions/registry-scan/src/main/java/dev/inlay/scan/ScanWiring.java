package dev.inlay.scan;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.inlay.aws.Connection;
import dev.inlay.aws.Settings;
import dev.inlay.aws.ecr.EcrListing;
import dev.inlay.aws.ecs.EcsTasks;
import dev.inlay.aws.ecs.TaskPlace;
import dev.inlay.aws.lambda.Snapshot;
import dev.inlay.aws.sqs.SqsBacklog;
import dev.inlay.aws.sqs.SqsQueue;
import dev.inlay.image.Claims;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Images;
import dev.inlay.image.Platform;
import dev.inlay.instrument.PackagedSensorLayers;
import dev.inlay.log.Lines;
import dev.inlay.log.MetricLines;
import dev.inlay.queue.QueueName;
import dev.inlay.queue.Rejections;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// registry-scan on AWS.
final class ScanWiring {
    private static final Platform ANY_SENSOR = new Platform("linux", "amd64", "");

    private final Settings settings = new Settings(System.getenv());
    private final InstantSource clock = InstantSource.system();

    private record Parts(Scanning scanning, Enrolments enrolments) {}

    Supplier<Scanning> scanning() {
        var snapshot = Snapshot.of(this::parts, ScanWiring::pass);
        return () -> snapshot.get().scanning();
    }

    Lines lines() {
        return new MetricLines("registry-scan", clock);
    }

    private Parts parts() {
        var connection = Connection.ofEnvironment();
        var tables = settings.tables(connection, clock);
        var enrolments = new Enrolments(tables.catalog());
        var scanner =
                new Scanner(
                        new EcrListing(connection),
                        enrolments,
                        new Images(tables.catalog(), clock),
                        new Claims(tables.catalog(), clock),
                        new SqsQueue(connection, settings.queues(QueueName.INSTRUMENT)),
                        workforce(connection),
                        PackagedSensorLayers.build(ANY_SENSOR),
                        clock);
        return new Parts(
                new Scanning(scanner, Rejections.ofSqs(tables.runtime()), clock), enrolments);
    }

    private Workforce workforce(Connection connection) {
        var queue = QueueName.INSTRUMENT;
        var backlog =
                new SqsBacklog(connection, Map.of(queue.name(), settings.queues(queue).get(queue)));
        return new Workforce(
                new EcsTasks(connection, place()), () -> backlog.waiting(queue.name()), clock);
    }

    private TaskPlace place() {
        return new TaskPlace(
                settings.text("INLAY_CLUSTER"),
                settings.text("INLAY_TASK_DEFINITION"),
                settings.list("INLAY_SUBNETS"),
                settings.list("INLAY_SECURITY_GROUPS"),
                settings.isOn("INLAY_ASSIGN_PUBLIC_IP"));
    }

    /// A message that asks for nothing, and the read that every push begins with.
    private static void pass(Parts parts) {
        var message = new SQSMessage();
        message.setMessageId("priming");
        message.setBody("{\"detail-type\":\"ECR Image Action\",\"detail\":{}}");
        parts.scanning().take(List.of(message), _ -> {});
        var _ = parts.enrolments().covering("inlay/priming", "none");
    }
}
