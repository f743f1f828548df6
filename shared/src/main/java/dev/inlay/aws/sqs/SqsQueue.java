package dev.inlay.aws.sqs;

import dev.inlay.aws.AwsFailure;
import dev.inlay.aws.Connection;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.queue.Queue;
import dev.inlay.queue.QueueName;
import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/// Sends to standard queues of SQS. It has those that its function was given and no others.
public final class SqsQueue implements Queue {
    private final SqsClient client;
    private final Map<QueueName, URI> queues;

    /// @param queues their URLs
    public SqsQueue(Connection connection, Map<QueueName, URI> queues) {
        this.client = connection.client(SqsClient.builder());
        this.queues = Map.copyOf(queues);
    }

    @Override
    public void send(QueueName queue, String body) {
        Queue.check(queue, body);
        var url = queues.get(queue);
        if (url == null) {
            throw new PermanentFailure(
                    "queue-unknown",
                    "sending to the queue %s: this function was not given its URL; check its environment"
                            .formatted(queue));
        }
        var request =
                SendMessageRequest.builder().queueUrl(url.toString()).messageBody(body).build();
        AwsFailure.call("sending to the queue " + queue, () -> client.sendMessage(request));
    }
}
