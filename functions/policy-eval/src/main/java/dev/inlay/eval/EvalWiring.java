package dev.inlay.eval;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.inlay.alert.AlertSink;
import dev.inlay.aws.Connection;
import dev.inlay.aws.Settings;
import dev.inlay.aws.events.EventBus;
import dev.inlay.aws.kms.KmsSigner;
import dev.inlay.aws.lambda.Snapshot;
import dev.inlay.aws.s3.PolicyBucket;
import dev.inlay.aws.securityhub.SecurityHubSink;
import dev.inlay.aws.sns.SnsSink;
import dev.inlay.aws.sqs.SqsQueue;
import dev.inlay.aws.sts.CallerIdentity;
import dev.inlay.behaviour.Containers;
import dev.inlay.event.Announcements;
import dev.inlay.image.Digest;
import dev.inlay.log.Lines;
import dev.inlay.log.MetricLines;
import dev.inlay.policy.Policies;
import dev.inlay.policy.Signer;
import dev.inlay.queue.QueueName;
import dev.inlay.queue.Rejections;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// policy-eval on AWS.
final class EvalWiring {
    private final Settings settings = new Settings(System.getenv());
    private final InstantSource clock = InstantSource.system();

    private record Parts(Evaluations evaluations, Signer signer) {}

    Supplier<Evaluations> evaluations() {
        var snapshot = Snapshot.of(this::parts, EvalWiring::pass);
        return () -> snapshot.get().evaluations();
    }

    Lines lines() {
        return new MetricLines("policy-eval", clock);
    }

    private Parts parts() {
        var connection = Connection.ofEnvironment();
        var tables = settings.tables(connection, clock);
        var signer = new KmsSigner(connection, settings.text("INLAY_SIGNING_KEY"));
        var bus = new Announcements(new EventBus(connection, settings.text("INLAY_BUS")), clock);
        var queue = new SqsQueue(connection, settings.queues(QueueName.EVALUATE));
        var policies =
                new Policies(
                        tables.catalog(),
                        signer,
                        PolicyBucket.ofSettings(connection, settings),
                        clock);
        var evaluation = new Evaluation(tables, policies, sink(connection, bus), bus, clock);
        var rounds = new Rounds(new Containers(tables.runtime()), queue, clock);
        var rejections = Rejections.ofSqs(tables.runtime());
        return new Parts(new Evaluations(evaluation, rounds, rejections, clock), signer);
    }

    /// Told to all, in an order in which the one that fails most is last: a repeat after a failure
    /// tells the others twice.
    private AlertSink sink(Connection connection, AlertSink bus) {
        var sinks = new ArrayList<AlertSink>();
        sinks.add(new SnsSink(connection, settings.text("INLAY_TOPIC")));
        sinks.add(bus);
        if (settings.isOn("INLAY_SECURITY_HUB")) {
            sinks.add(new SecurityHubSink(connection, CallerIdentity.of(connection), clock));
        }
        return alert -> sinks.forEach(each -> each.tell(alert));
    }

    /// An image nobody ever saw: all that is read of one is asked for, and nothing follows.
    private static void pass(Parts parts) {
        var message = new SQSMessage();
        message.setMessageId("priming");
        message.setBody("{\"image\":\"" + Digest.ofText("priming").value() + "\"}");
        parts.evaluations().take(List.of(message), _ -> {});
        var _ = parts.signer().keyId();
    }
}
