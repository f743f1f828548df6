package dev.inlay.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.image.JsonTree;
import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// A queue of an emulator that topics and rules deliver to: what came through them is looked at
/// here.
public final class DeliveredMessages {
    private static final int PATIENCE_SECONDS = 5;

    private final SqsClient client;
    private final String url;

    /// A new one.
    public DeliveredMessages(Connection connection) {
        this.client = connection.client(SqsClient.builder());
        this.url = client.createQueue(queue -> queue.queueName(Moto.name("inbox"))).queueUrl();
    }

    /// What others name it by.
    public String arn() {
        return client.getQueueAttributes(
                        ask -> ask.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .getOrDefault(QueueAttributeName.QUEUE_ARN, "");
    }

    /// The next message, as JSON; waits for it.
    public JsonNode next() {
        var messages = receive(PATIENCE_SECONDS);
        if (messages.isEmpty()) {
            throw new AssertionError("nothing came within " + PATIENCE_SECONDS + " s");
        }
        return JsonTree.object(messages.getFirst().getBytes(UTF_8), "a delivered message");
    }

    /// Whether nothing is there.
    public boolean isEmpty() {
        return receive(0).isEmpty();
    }

    private List<String> receive(int seconds) {
        var messages =
                client.receiveMessage(ask ->
                                ask.queueUrl(url).maxNumberOfMessages(1).waitTimeSeconds(seconds))
                        .messages();
        messages.forEach(message ->
                client.deleteMessage(
                        done -> done.queueUrl(url).receiptHandle(message.receiptHandle())));
        return messages.stream().map(message -> message.body()).toList();
    }
}
