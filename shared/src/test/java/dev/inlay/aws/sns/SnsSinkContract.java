package dev.inlay.aws.sns;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.alert.AlertExamples;
import dev.inlay.alert.AlertSink;
import dev.inlay.alert.AlertSinkContract;
import dev.inlay.aws.Connection;
import dev.inlay.aws.DeliveredMessages;
import dev.inlay.aws.Moto;
import dev.inlay.coverage.Cause;
import dev.inlay.coverage.GapExamples;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.JsonTree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.SnsClient;

/// The sink's contract, and what SNS adds, against one of its emulators.
abstract class SnsSinkContract extends AlertSinkContract {
    private final Connection connection;
    private final SnsClient client;
    private final String topic;
    private final DeliveredMessages delivered;

    SnsSinkContract(Connection connection) {
        this.connection = connection;
        this.client = connection.client(SnsClient.builder());
        this.topic = client.createTopic(make -> make.name(Moto.name("alerts"))).topicArn();
        this.delivered = subscriber(Map.of());
    }

    private DeliveredMessages subscriber(Map<String, String> attributes) {
        var queue = new DeliveredMessages(connection);
        client.subscribe(who ->
                who.topicArn(topic).protocol("sqs").endpoint(queue.arn()).attributes(attributes));
        return queue;
    }

    @Override
    protected AlertSink sink() {
        return new SnsSink(connection, topic);
    }

    @Override
    protected JsonNode received() {
        return delivered.next();
    }

    @Override
    protected String fingerprint(JsonNode received) {
        return JsonTree.object(received.path("Message").asText().getBytes(UTF_8), "a finding")
                .path("finding_info")
                .path("uid")
                .asText();
    }

    @Test
    void givesMailASubjectAndSubscriptionsSomethingToChooseBy() {
        sink().tell(AlertExamples.shell());

        var received = received();
        assertThat(received.path("Subject").asText())
                .startsWith("Inlay CRITICAL blocked in registry.example/shop/web:1.4")
                .hasSizeLessThanOrEqualTo(100);
        var attributes = received.path("MessageAttributes");
        assertThat(attributes.path("severity").path("Value").asText()).isEqualTo("critical");
        assertThat(attributes.path("verdict").path("Value").asText()).isEqualTo("blocked");
        assertThat(attributes.path("domain").path("Value").asText()).isEqualTo("process");
        assertThat(attributes.path("detection").path("Value").asText()).isEqualTo("P01");
        assertThat(attributes.path("repository").path("Value").asText())
                .isEqualTo("registry.example/shop/web");
    }

    @Test
    void letsASubscriptionTakeOnlyWhatItAskedFor() {
        var violations =
                subscriber(
                        Map.of(
                                "FilterPolicy",
                                "{\"detection\":[{\"exists\":false}],\"verdict\":[\"blocked\"]}"));
        var beyond = AlertExamples.violation("a violation", List.of(), Optional.empty());

        sink().tell(AlertExamples.shell());
        sink().tell(beyond);

        assertThat(fingerprint(violations.next())).isEqualTo(beyond.fingerprint());
        assertThat(violations.isEmpty()).isTrue();
    }

    @Test
    void tellsOfAGapWhatToDeploy() {
        new SnsSink(connection, topic).tell(GapExamples.of(Cause.PINNED));

        var received = received();
        assertThat(received.path("Subject").asText())
                .startsWith("Inlay: Uninstrumented Task: service web");
        assertThat(received.path("MessageAttributes").path("cause").path("Value").asText())
                .isEqualTo("pinned");
        assertThat(received.path("Message").asText()).contains("shop/web@sha256:");
    }

    @Test
    void saysWhichTopicDoesNotExist() {
        var sink = new SnsSink(connection, topic + "-gone");

        assertThatThrownBy(() -> sink.tell(AlertExamples.shell()))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining(topic + "-gone");
    }
}
