package dev.inlay.aws.sqs;

import dev.inlay.aws.AwsFailure;
import dev.inlay.aws.Connection;
import dev.inlay.queue.Inbox;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.SqsException;

/// One standard queue of SQS, received from by a task.
public final class SqsInbox implements Inbox {
    /// A connection that is silent for longer is given up, so a wait is cut into pieces.
    private static final Duration MOST_WAIT = Duration.ofSeconds(8);

    /// What SQS hides a message for at most.
    private static final Duration MOST_HIDDEN = Duration.ofHours(12);

    /// The message is done, or was offered to somebody else: nothing is left to change.
    private static final Set<String> NOT_OURS =
            Set.of(
                    "MessageNotInflight",
                    "AWS.SimpleQueueService.MessageNotInflight",
                    "ReceiptHandleIsInvalid",
                    "InvalidParameterValue");

    private final SqsClient client;
    private final String queue;

    /// @param queue its URL
    public SqsInbox(Connection connection, URI queue) {
        this.client = connection.client(SqsClient.builder());
        this.queue = queue.toString();
    }

    @Override
    public Optional<Delivery> receive(Duration wait) {
        var end = Math.min(wait.toSeconds(), MOST_WAIT.toSeconds());
        var request =
                ReceiveMessageRequest.builder()
                        .queueUrl(queue)
                        .maxNumberOfMessages(1)
                        .waitTimeSeconds((int) end)
                        .messageSystemAttributeNames(
                                MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
                                MessageSystemAttributeName.SENT_TIMESTAMP)
                        .build();
        return AwsFailure.call("receiving from " + queue, () -> client.receiveMessage(request))
                .messages()
                .stream()
                .findFirst()
                .map(SqsInbox::delivery);
    }

    private static Delivery delivery(Message message) {
        var attributes = message.attributes();
        return new Delivery(
                message.messageId(),
                message.receiptHandle(),
                message.body(),
                Integer.parseInt(
                        attributes.getOrDefault(
                                MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1")),
                Instant.ofEpochMilli(
                        Long.parseLong(
                                attributes.getOrDefault(
                                        MessageSystemAttributeName.SENT_TIMESTAMP, "0"))));
    }

    @Override
    public void extend(Delivery delivery, Duration hidden) {
        hide(delivery, hidden, "extending");
    }

    @Override
    public void giveBack(Delivery delivery, Duration pause) {
        hide(delivery, pause, "giving back");
    }

    private void hide(Delivery delivery, Duration duration, String what) {
        var hidden = duration.compareTo(MOST_HIDDEN) > 0 ? MOST_HIDDEN : duration;
        var request =
                ChangeMessageVisibilityRequest.builder()
                        .queueUrl(queue)
                        .receiptHandle(delivery.receipt())
                        .visibilityTimeout((int) hidden.toSeconds())
                        .build();
        AwsFailure.call(
                "%s message %s of %s".formatted(what, delivery.id(), queue),
                () -> {
                    try {
                        return client.changeMessageVisibility(request).responseMetadata();
                    } catch (SqsException e) {
                        if (NOT_OURS.contains(AwsFailure.code(e))) {
                            return request;
                        }
                        throw e;
                    }
                });
    }

    @Override
    public void done(Delivery delivery) {
        var request =
                DeleteMessageRequest.builder()
                        .queueUrl(queue)
                        .receiptHandle(delivery.receipt())
                        .build();
        AwsFailure.call(
                "deleting message %s of %s".formatted(delivery.id(), queue),
                () -> client.deleteMessage(request));
    }
}
