package dev.inlay.aws.sns;

import dev.inlay.alert.Alert;
import dev.inlay.alert.AlertSink;
import dev.inlay.alert.DetectionFinding;
import dev.inlay.alert.Letter;
import dev.inlay.aws.AwsFailure;
import dev.inlay.aws.Connection;
import dev.inlay.coverage.CoverageNews;
import dev.inlay.coverage.Gap;
import dev.inlay.coverage.GapDocument;
import dev.inlay.detection.Detection;
import dev.inlay.document.Json;
import dev.inlay.policy.Successions;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishRequest;

/// Publishes alerts and gaps of coverage. Subscriptions choose by the attributes `severity`,
/// `verdict`, `domain`, `detection`, `repository`, `image` and `fingerprint`, or, of a gap,
/// `concern`, `cause`, `cluster`, `service` and `fingerprint`.
public final class SnsSink implements AlertSink, CoverageNews {
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

    @Override
    public void tell(Gap gap) {
        var line = "Inlay: %s: %s".formatted(gap.cause().concern().event(), gap.where());
        var deploy =
                gap.deploy()
                        .map(image -> "\nTo be watched, deploy " + image.reference() + "\n")
                        .orElse("");
        publish(
                new Notice(
                        Letter.ascii(line, Notice.MAX_SUBJECT),
                        "%s\n\n%s\n%sTo look at it: ./inlay coverage\n"
                                .formatted(line, gap.because(), deploy),
                        Letter.ascii(line, MAX_LINE),
                        Json.write(GapDocument.tree(gap)),
                        Map.of(
                                "concern", gap.cause().concern().word(),
                                "cause", gap.cause().word(),
                                "cluster", gap.cluster(),
                                "service", gap.service().orElse(""),
                                "fingerprint", gap.fingerprint())));
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
