package dev.inlay.aws.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.aws.Connection;
import dev.inlay.aws.Moto;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.queue.Queue;
import dev.inlay.queue.QueueContract;
import dev.inlay.queue.QueueName;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The queue's contract, and what SQS adds, against one of its emulators.
abstract class SqsQueueContract extends QueueContract {
    private final Connection connection;
    private final SqsClient client;
    private Map<QueueName, URI> urls = Map.of();

    SqsQueueContract(Connection connection) {
        this.connection = connection;
        this.client = connection.client(SqsClient.builder());
    }

    @BeforeEach
    void makeTheQueues() {
        urls =
                Stream.of(
                                QueueName.SCAN,
                                QueueName.TELEMETRY,
                                QueueName.VIOLATIONS,
                                QueueName.EVALUATE)
                        .collect(Collectors.toMap(name -> name, this::make));
    }

    private URI make(QueueName name) {
        var made = client.createQueue(queue -> queue.queueName(Moto.name(name.name())));
        return URI.create(made.queueUrl());
    }

    @Override
    protected Queue queue() {
        return new SqsQueue(connection, urls);
    }

    @Override
    protected List<String> received(QueueName name) {
        var url = String.valueOf(urls.get(name));
        var bodies = new ArrayList<String>();
        while (true) {
            var messages =
                    client.receiveMessage(ask -> ask.queueUrl(url).maxNumberOfMessages(10))
                            .messages();
            if (messages.isEmpty()) {
                return bodies;
            }
            messages.forEach(message -> {
                bodies.add(message.body());
                client.deleteMessage(
                        done -> done.queueUrl(url).receiptHandle(message.receiptHandle()));
            });
        }
    }

    @Test
    void refusesAQueueItWasNotGiven() {
        assertThatThrownBy(() -> queue().send(QueueName.INSTRUMENT, "work"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("INSTRUMENT");
    }

    @Test
    void saysWhichQueueDoesNotExist() {
        var gone = URI.create(urls.get(QueueName.SCAN) + "-gone");
        var queue = new SqsQueue(connection, Map.of(QueueName.SCAN, gone));

        assertThatThrownBy(() -> queue.send(QueueName.SCAN, "push"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("sending to the queue SCAN");
        assertThat(received(QueueName.SCAN)).isEmpty();
    }
}
