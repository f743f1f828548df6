package dev.inlay.infra;

import dev.inlay.queue.Rejections;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.sqs.DeadLetterQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/// A queue of the flow, and beside it where messages end that were tried in vain. From there they
/// are sent back when what was wrong is mended (docs/operations.md, redrive).
final class FlowQueue extends Construct {
    private static final Duration KEPT = Duration.days(4);
    private static final Duration PARKED = Duration.days(14);

    private final Queue queue;
    private final Queue parked;

    /// @param work how long one attempt may take; a message is invisible six times as long, as the
    ///   Lambda guide wants it
    FlowQueue(Construct scope, String id, Duration work) {
        super(scope, id);
        parked = common("Parked").retentionPeriod(PARKED).build();
        queue =
                common("Queue")
                        .retentionPeriod(KEPT)
                        .visibilityTimeout(Duration.seconds(work.toSeconds().intValue() * 6))
                        .deadLetterQueue(
                                DeadLetterQueue.builder()
                                        .queue(parked)
                                        .maxReceiveCount(Rejections.TRIES)
                                        .build())
                        .build();
    }

    private Queue.Builder common(String name) {
        return Queue.Builder.create(this, name)
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true);
    }

    Queue queue() {
        return queue;
    }

    Queue parked() {
        return parked;
    }

    String url() {
        return queue.getQueueUrl();
    }

    void allowSending(IGrantable who) {
        Grants.allow(who, List.of("sqs:SendMessage"), queue.getQueueArn());
    }

    void allowReceiving(IGrantable who) {
        Grants.allow(
                who,
                List.of(
                        "sqs:ReceiveMessage",
                        "sqs:DeleteMessage",
                        "sqs:ChangeMessageVisibility",
                        "sqs:GetQueueAttributes"),
                queue.getQueueArn());
    }

    /// Nobody but these sends here, whatever else allows it: a policy of the queue itself, which no
    /// policy of a role can widen.
    void close(IRole... only) {
        var names = Arrays.stream(only).map(IRole::getRoleArn).toList();
        queue.addToResourcePolicy(
                PolicyStatement.Builder.create()
                        .effect(Effect.DENY)
                        .principals(List.of(new AnyPrincipal()))
                        .actions(List.of("sqs:SendMessage"))
                        .resources(List.of(queue.getQueueArn()))
                        .conditions(Map.of("ArnNotEquals", Map.of("aws:PrincipalArn", names)))
                        .build());
    }

    /// Finds what is parked by the name that the queue knows it by, and sends it back (SQS
    /// developer guide, "Configuring queue permissions for dead-letter queue redrive").
    void allowRedriving(IGrantable who) {
        Grants.allow(
                who,
                List.of(
                        "sqs:GetQueueUrl",
                        "sqs:StartMessageMoveTask",
                        "sqs:ReceiveMessage",
                        "sqs:DeleteMessage"),
                parked.getQueueArn());
        allowSending(who);
    }

    /// How much waits, and how much is parked.
    void allowCounting(IGrantable who) {
        Grants.allow(
                who, List.of("sqs:GetQueueAttributes"), queue.getQueueArn(), parked.getQueueArn());
    }
}
