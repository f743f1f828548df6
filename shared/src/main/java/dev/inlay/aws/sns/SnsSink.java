package dev.inlay.aws.sns;

import dev.inlay.alert.Alert;
import dev.inlay.alert.AlertSink;
import dev.inlay.alert.DetectionFinding;
import dev.inlay.alert.Letter;
import dev.inlay.aws.AwsFailure;
import dev.inlay.aws.Connection;
import dev.inlay.detection.Detection;
import dev.inlay.document.Json;
import dev.inlay.policy.Successions;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishRequest;

/// Publishes alerts. Subscriptions choose by the attributes `severity`, `verdict`, `domain`,
/// `detection`, `repository`, `image` and `fingerprint`.
public final class SnsSink implements AlertSink {
    private static final int MAX_LINE = 140;

    private final SnsClient client;
    private final String topic;

    /// @param topic its ARN
    public SnsSink(Connection connection, String topic) {
        this.client = connection.client(SnsClient.builder());
        this.topic = topic;
    }

    @Override
    public void tell(Alert alert) {
        var letter = new Letter(alert);
        publish(
                new Notice(
                        letter.subject(Notice.MAX_SUBJECT),
                        letter.text(),
                        letter.subject(MAX_LINE),
                        Json.write(DetectionFinding.within(alert, Notice.room())),
                        Map.of(
                                "severity", alert.severity().word(),
                                "verdict", alert.verdict().word(),
                                "domain", alert.behaviour().domain().word(),
                                "detection", alert.detection().map(Detection::id).orElse(""),
                                "repository", Successions.repository(alert.source()),
                                "image", alert.image().value(),
                                "fingerprint", alert.fingerprint())));
    }

    private void publish(Notice notice) {
        var request =
                PublishRequest.builder()
                        .topicArn(topic)
                        .subject(notice.subject())
                        .messageStructure("json")
                        .message(notice.message())
                        .messageAttributes(attributes(notice.attributes()))
                        .build();
        AwsFailure.call("publishing to the topic " + topic, () -> client.publish(request));
    }

    private static Map<String, MessageAttributeValue> attributes(Map<String, String> texts) {
        var attributes = new HashMap<String, MessageAttributeValue>();
        texts.forEach((name, text) -> {
            if (!text.isEmpty()) {
                attributes.put(
                        name,
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue(text)
                                .build());
            }
        });
        return attributes;
    }
}
