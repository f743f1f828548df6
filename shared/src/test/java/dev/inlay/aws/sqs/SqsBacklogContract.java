package dev.inlay.aws.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.aws.Connection;
import dev.inlay.aws.Moto;
import dev.inlay.queue.Backlog;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// What waits and what was parked, against an emulator of SQS.
abstract class SqsBacklogContract {
    private final SqsClient client;
    private final String queue;
    private final SqsBacklog backlog;

    SqsBacklogContract(Connection connection) {
        this.client = connection.client(SqsClient.builder());
        var parked = make(Map.of());
        var policy =
                "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":1}".formatted(arn(parked));
        this.queue = make(Map.of(QueueAttributeName.REDRIVE_POLICY, policy));
        var others = make(Map.of());
        this.backlog =
                new SqsBacklog(
                        connection,
                        new TreeMap<>(
                                Map.of(
                                        "DIRECT_TELEMETRY", URI.create(queue),
                                        "EVALUATE", URI.create(others))));
    }

    private String make(Map<QueueAttributeName, String> attributes) {
        return client.createQueue(
                        make -> make.queueName(Moto.name("backlog")).attributes(attributes))
                .queueUrl();
    }

    private String arn(String url) {
        return String.valueOf(
                client.getQueueAttributes(ask ->
                                ask.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
                        .attributes()
                        .get(QueueAttributeName.QUEUE_ARN));
    }

    SqsBacklog backlog() {
        return backlog;
    }

    /// Received twice in vain, where once was allowed.
    void park(String body) {
        client.sendMessage(send -> send.queueUrl(queue).messageBody(body));
        for (int tried = 0; tried < 2; tried++) {
            client.receiveMessage(ask -> ask.queueUrl(queue).visibilityTimeout(0));
        }
    }

    /// A message of the queue itself, waited for.
    String next() {
        return client.receiveMessage(ask -> ask.queueUrl(queue).waitTimeSeconds(10))
                .messages()
                .getFirst()
                .body();
    }

    @Test
    void countsWhatWaitsAndWhatWasGivenUp() {
        park("one");
        client.sendMessage(send -> send.queueUrl(queue).messageBody("two"));
        client.sendMessage(send -> send.queueUrl(queue).messageBody("three"));

        assertThat(backlog.depths())
                .containsExactly(
                        new Backlog.Depth("DIRECT_TELEMETRY", 2, 1),
                        new Backlog.Depth("EVALUATE", 0, 0));
        assertThat(backlog.waiting("DIRECT_TELEMETRY")).isEqualTo(2);
        assertThat(backlog.waiting("TELEMETRY")).isZero();
    }

    /// As events of the queue name it, in the end of its ARN.
    @Test
    void knowsAQueueByTheNameThatItsEventsHave() {
        var arn = arn(queue);

        assertThat(backlog.names("DIRECT_TELEMETRY"))
                .containsExactly(arn.substring(arn.lastIndexOf(':') + 1));
        assertThat(backlog.names("TELEMETRY")).isEmpty();
    }

    @Test
    void redrivesNothingWhereNothingWasGivenUp() {
        assertThat(backlog.redrive("DIRECT_TELEMETRY")).isZero();
        assertThat(backlog.redrive("EVALUATE")).isZero();
        assertThat(backlog.redrive("TELEMETRY")).isZero();
    }
}
