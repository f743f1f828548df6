package dev.inlay.aws.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.aws.Connection;
import dev.inlay.aws.Moto;
import dev.inlay.queue.Inbox;
import dev.inlay.queue.InboxContract;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The inbox's contract against an emulator of SQS.
abstract class SqsInboxContract extends InboxContract {
    private final SqsClient client;
    private final String url;
    private final SqsInbox inbox;

    SqsInboxContract(Connection connection) {
        this.client = connection.client(SqsClient.builder());
        this.url = client.createQueue(queue -> queue.queueName(Moto.name("inbox"))).queueUrl();
        this.inbox = new SqsInbox(connection, URI.create(url));
    }

    @Override
    protected Inbox inbox() {
        return inbox;
    }

    @Override
    protected void arrives(String body) {
        client.sendMessage(send -> send.queueUrl(url).messageBody(body));
    }

    /// SQS takes twelve hours at most.
    @Test
    void hidesForAsLongAsTheQueueLets() {
        arrives("{}");
        var delivery = inbox.receive(Duration.ofSeconds(2)).orElseThrow();

        inbox.extend(delivery, Duration.ofDays(3));

        assertThat(inbox.receive(Duration.ZERO)).isEmpty();
    }
}
