package dev.inlay.aws.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/// Events in the words of Lambda.
public final class Events {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Events() {}

    /// What an event source mapping of some queue delivers.
    ///
    /// @param attributes of every message
    public static ObjectNode sqs(Map<String, String> attributes, String... bodies) {
        return sqs(
                new Sent("arn:aws:sqs:eu-central-1:111122223333:inlay", "AIDAEXAMPLE"),
                attributes,
                bodies);
    }

    /// By which queue messages came and who SQS says sent them.
    public record Sent(String queue, String sender) {}

    /// What the event source mapping of a queue delivers.
    ///
    /// @param attributes of every message
    public static ObjectNode sqs(Sent sent, Map<String, String> attributes, String... bodies) {
        var event = JSON.createObjectNode();
        var records = event.putArray("Records");
        for (int i = 0; i < bodies.length; i++) {
            var record =
                    records.addObject()
                            .put("messageId", "m" + i)
                            .put("receiptHandle", "r" + i)
                            .put("body", bodies[i])
                            .put("md5OfBody", "")
                            .put("eventSource", "aws:sqs")
                            .put("eventSourceARN", sent.queue())
                            .put("awsRegion", "eu-central-1");
            record.putObject("attributes")
                    .put("ApproximateReceiveCount", "1")
                    .put("SentTimestamp", "1767323045000")
                    .put("SenderId", sent.sender())
                    .put("ApproximateFirstReceiveTimestamp", "1767323045001");
            var named = record.putObject("messageAttributes");
            attributes.forEach((name, value) ->
                    named.putObject(name)
                            .put("stringValue", value)
                            .put("dataType", "String")
                            .putArray("stringListValues"));
        }
        return event;
    }

    /// What a rule of EventBridge delivers.
    ///
    /// @param detail JSON
    public static ObjectNode event(String source, String type, String detail) {
        try {
            var event =
                    JSON.createObjectNode()
                            .put("version", "0")
                            .put("id", "e1")
                            .put("source", source)
                            .put("detail-type", type)
                            .put("account", "111122223333")
                            .put("time", "2026-01-02T03:04:05Z")
                            .put("region", "eu-central-1");
            event.putArray("resources");
            event.set("detail", JSON.readTree(detail));
            return event;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(detail, e);
        }
    }

    /// What an HTTP API delivers, payload 2.0.
    ///
    /// @param authorizer what its authorizer found out; empty for none
    public static ObjectNode http(
            String method, String path, String body, Map<String, ?> authorizer) {
        var event =
                JSON.createObjectNode()
                        .put("version", "2.0")
                        .put("routeKey", "$default")
                        .put("rawPath", path)
                        .put("rawQueryString", "")
                        .put("body", body)
                        .put("isBase64Encoded", false);
        event.putObject("headers").put("content-type", "application/json");
        var context =
                event.putObject("requestContext")
                        .put("accountId", "111122223333")
                        .put("apiId", "a1b2c3")
                        .put("stage", "$default");
        context.putObject("http").put("method", method).put("path", path);
        if (!authorizer.isEmpty()) {
            context.set("authorizer", JSON.valueToTree(authorizer));
        }
        return event;
    }

    /// What a Lambda authorizer of an HTTP API is asked, payload 2.0.
    public static ObjectNode authorizer(String authorization) {
        var event =
                JSON.createObjectNode()
                        .put("version", "2.0")
                        .put("type", "REQUEST")
                        .put("routeKey", "POST /v1/telemetry")
                        .put("rawPath", "/v1/telemetry")
                        .put("rawQueryString", "");
        event.putArray("identitySource").add(authorization);
        event.putObject("headers").put("authorization", authorization);
        event.putObject("requestContext")
                .put("accountId", "111122223333")
                .putObject("http")
                .put("method", "POST")
                .put("path", "/v1/telemetry");
        return event;
    }
}
