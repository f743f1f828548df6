package dev.inlay.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Alarms, the dashboard, and where alarms and alerts go.
class WatchTest {
    private static final Synthesised STACK = Synthesised.byDefault();

    private static List<JsonNode> alarms(String metric) {
        return STACK.properties("AWS::CloudWatch::Alarm").stream()
                .filter(alarm -> alarm.path("MetricName").asText().equals(metric))
                .toList();
    }

    /// What they watch, as far as it is of a type.
    private static List<String> watched(String metric, String type) {
        return alarms(metric).stream()
                .map(alarm -> STACK.named(type, alarm.path("Dimensions")))
                .sorted()
                .toList();
    }

    private static List<String> all(String type) {
        return STACK.resources(type).keySet().stream().sorted().toList();
    }

    @Test
    void tellEveryAlarmWhereAlertsGo() {
        assertThat(STACK.properties("AWS::CloudWatch::Alarm"))
                .isNotEmpty()
                .allSatisfy(alarm -> {
                    assertThat(alarm.path("AlarmActions").toString())
                            .isEqualTo("[{\"Ref\":\"AlertTopic\"}]");
                    assertThat(alarm.path("TreatMissingData").asText()).isEqualTo("notBreaching");
                    assertThat(alarm.path("AlarmDescription").asText()).startsWith("Inlay: ");
                });
    }

    @Test
    void watchEveryQueueFunctionTableAndRule() {
        var queues = all("AWS::SQS::Queue");
        assertThat(watched("ApproximateNumberOfMessagesVisible", "AWS::SQS::Queue"))
                .isEqualTo(queues.stream().filter(id -> id.contains("Parked")).toList());
        assertThat(watched("ApproximateAgeOfOldestMessage", "AWS::SQS::Queue"))
                .isEqualTo(queues.stream().filter(id -> !id.contains("Parked")).toList());
        for (var metric : List.of("Errors", "Throttles")) {
            assertThat(watched(metric, "AWS::Lambda::Function"))
                    .isEqualTo(all("AWS::Lambda::Function"));
        }
        assertThat(watched("FailedInvocations", "AWS::Events::Rule"))
                .isEqualTo(all("AWS::Events::Rule"));
        assertThat(alarms("5xx")).hasSize(1);
    }

    /// Of a whole table DynamoDB counts these two; `ThrottledRequests` it counts by operation only.
    @Test
    void watchWhatDynamoDbCountsOfATable() {
        for (var metric : List.of("ReadThrottleEvents", "WriteThrottleEvents")) {
            assertThat(watched(metric, "AWS::DynamoDB::Table"))
                    .isEqualTo(all("AWS::DynamoDB::Table"));
            assertThat(alarms(metric))
                    .allSatisfy(alarm -> assertThat(alarm.path("Dimensions")).hasSize(1));
        }
        assertThat(alarms("ThrottledRequests")).isEmpty();
    }

    @Test
    void showTheWholeFlowOnOneDashboard() {
        assertThat(STACK.properties("AWS::CloudWatch::Dashboard"))
                .singleElement()
                .satisfies(dashboard -> {
                    var body = dashboard.path("DashboardBody").toString();
                    assertThat(body)
                            .contains("Messages waiting", "Messages parked", "Failures", "5xx");
                    assertThat(all("AWS::Lambda::Function"))
                            .allSatisfy(function -> assertThat(body).contains(function));
                });
    }

    @Test
    void mailNobodyUnlessAskedTo() {
        assertThat(STACK.resources("AWS::SNS::Subscription")).isEmpty();
        assertThat(
                        Synthesised.with(Map.of("alertEmail", "a@b.example"))
                                .properties("AWS::SNS::Subscription"))
                .singleElement()
                .satisfies(subscription -> {
                    assertThat(subscription.path("Protocol").asText()).isEqualTo("email");
                    assertThat(subscription.path("Endpoint").asText()).isEqualTo("a@b.example");
                    assertThat(subscription.path("TopicArn").toString()).contains("AlertTopic");
                });
    }

    @Test
    void tellSecurityHubOnlyWhereItIsOn() {
        assertThat(STACK.template().toString())
                .doesNotContain("securityhub:")
                .contains("\"INLAY_SECURITY_HUB\":\"false\"");
        assertThat(Synthesised.with(Map.of("securityHub", "true")).template().toString())
                .contains("securityhub:BatchImportFindings", "\"INLAY_SECURITY_HUB\":\"true\"");
    }

    /// Whoever subscribes to the bus finds it by this name.
    @Test
    void announceOnABusOfItsOwn() {
        assertThat(STACK.properties("AWS::Events::EventBus"))
                .singleElement()
                .satisfies(bus -> assertThat(bus.path("Name").asText()).isEqualTo("inlay"));
        var senders =
                STACK.resources("AWS::IAM::Policy").entrySet().stream()
                        .filter(each -> each.getValue().toString().contains("events:PutEvents"))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet());
        assertThat(senders).isNotEmpty();
    }
}
