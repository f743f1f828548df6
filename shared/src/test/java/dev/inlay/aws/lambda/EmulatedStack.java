package dev.inlay.aws.lambda;

import dev.inlay.aws.Moto;
import dev.inlay.aws.Settings;
import dev.inlay.aws.dynamodb.MotoTables;
import dev.inlay.queue.QueueName;
import dev.inlay.storage.Tables;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/// What the stack makes, in the emulator, and what it tells functions of it. Each part is made when
/// it is asked for: a function has only the clients of what it uses.
public final class EmulatedStack {
    /// What all keys are derived from.
    public static final String SECRET =
            "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqr";

    private final Map<String, String> environment = new HashMap<>(Moto.environment());

    /// The four tables.
    public EmulatedStack withTables() {
        for (var name : List.of("CATALOG", "PROFILES", "RUNTIME", "FINDINGS")) {
            environment.put("INLAY_" + name + "_TABLE", MotoTables.make());
        }
        return this;
    }

    public EmulatedStack withQueues(QueueName... names) {
        try (var client = Moto.connection().client(SqsClient.builder())) {
            for (var name : names) {
                var url =
                        client.createQueue(queue -> queue.queueName(Moto.name(name.name())))
                                .queueUrl();
                environment.put("INLAY_" + name + "_QUEUE", url);
            }
        }
        return this;
    }

    public EmulatedStack withSecret() {
        try (var client = Moto.connection().client(SecretsManagerClient.builder())) {
            var made =
                    client.createSecret(
                            secret -> secret.name(Moto.name("secret")).secretString(SECRET));
            environment.put("INLAY_SECRET", made.arn());
        }
        return this;
    }

    public EmulatedStack withSigningKey() {
        try (var client = Moto.connection().client(KmsClient.builder())) {
            var made =
                    client.createKey(key ->
                            key.keySpec(KeySpec.ECC_NIST_P256).keyUsage(KeyUsageType.SIGN_VERIFY));
            environment.put("INLAY_SIGNING_KEY", made.keyMetadata().arn());
        }
        return this;
    }

    public EmulatedStack withTopic() {
        try (var client = Moto.connection().client(SnsClient.builder())) {
            var made = client.createTopic(topic -> topic.name(Moto.name("alerts")));
            environment.put("INLAY_TOPIC", made.topicArn());
        }
        return this;
    }

    public EmulatedStack withBus() {
        try (var client = Moto.connection().client(EventBridgeClient.builder())) {
            var name = Moto.name("inlay");
            client.createEventBus(bus -> bus.name(name));
            environment.put("INLAY_BUS", name);
        }
        return this;
    }

    /// Anything else.
    public EmulatedStack with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    /// The tables as a function sees them.
    public Tables tables() {
        return new Settings(environment).tables(Moto.connection(), InstantSource.system());
    }

    /// A message arrives.
    public void send(QueueName queue, String body) {
        try (var client = Moto.connection().client(SqsClient.builder())) {
            client.sendMessage(message -> message.queueUrl(url(queue)).messageBody(body));
        }
    }

    /// What is in a queue, as far as nobody holds it.
    public List<String> received(QueueName queue) {
        try (var client = Moto.connection().client(SqsClient.builder())) {
            return client
                    .receiveMessage(ask -> ask.queueUrl(url(queue)).maxNumberOfMessages(10))
                    .messages()
                    .stream()
                    .map(Message::body)
                    .toList();
        }
    }

    /// A queue's ARN, as events name it.
    public String arn(QueueName queue) {
        var path = URI.create(url(queue)).getPath().split("/", -1);
        return "arn:aws:sqs:eu-central-1:" + path[1] + ":" + path[2];
    }

    private String url(QueueName queue) {
        return new Settings(environment).text("INLAY_" + queue + "_QUEUE");
    }
}
