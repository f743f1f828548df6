package dev.inlay.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class QueuesTest {
    private static final Synthesised STACK = Synthesised.byDefault();

    @Test
    void parksWhatWasTriedInVain() {
        var queues = STACK.resources("AWS::SQS::Queue");
        var parked =
                queues.values().stream()
                        .map(queue -> queue.at("/Properties/RedrivePolicy/deadLetterTargetArn"))
                        .filter(arn -> !arn.isMissingNode())
                        .map(arn -> arn.at("/Fn::GetAtt/0").asText())
                        .collect(Collectors.toSet());

        assertThat(queues).hasSize(11);
        assertThat(parked).hasSize(5).isSubsetOf(queues.keySet());
        assertThat(parked)
                .allSatisfy(id ->
                        assertThat(
                                        STACK.resource(id)
                                                .at("/Properties/MessageRetentionPeriod")
                                                .asInt())
                                .isEqualTo(14 * 24 * 3600));
        assertThat(queues.values())
                .allSatisfy(queue ->
                        assertThat(queue.at("/Properties/SqsManagedSseEnabled").asBoolean())
                                .isTrue());
    }

    /// Otherwise a message is given to a second call while the first still works on it.
    @Test
    void hidesMessagesLongerThanAFunctionMayWorkOnThem() {
        assertThat(STACK.properties("AWS::Lambda::EventSourceMapping"))
                .hasSize(4)
                .allSatisfy(mapping -> {
                    var queue = STACK.resource(mapping.at("/EventSourceArn/Fn::GetAtt/0").asText());
                    var function = STACK.resource(functionOf(mapping));
                    assertThat(queue.at("/Properties/VisibilityTimeout").asInt())
                            .isGreaterThanOrEqualTo(6 * function.at("/Properties/Timeout").asInt());
                });
    }

    @Test
    void offersFailedMessagesAgainOneByOne() {
        assertThat(STACK.properties("AWS::Lambda::EventSourceMapping"))
                .allSatisfy(mapping ->
                        assertThat(mapping.path("FunctionResponseTypes").toString())
                                .isEqualTo("[\"ReportBatchItemFailures\"]"));
    }

    @Test
    void letsViolationsWaitForNothing() {
        var windows =
                STACK.properties("AWS::Lambda::EventSourceMapping").stream()
                        .collect(
                                Collectors.toMap(
                                        mapping ->
                                                mapping.at("/EventSourceArn/Fn::GetAtt/0").asText(),
                                        mapping ->
                                                List.of(
                                                        mapping.path("BatchSize").asInt(),
                                                        mapping.path(
                                                                        "MaximumBatchingWindowInSeconds")
                                                                .asInt(0))));

        assertThat(ofQueue(windows, "QueuesViolations")).isEqualTo(List.of(10, 0));
        assertThat(ofQueue(windows, "QueuesTelemetry")).isEqualTo(List.of(100, 5));
    }

    private static List<Integer> ofQueue(Map<String, List<Integer>> windows, String id) {
        return windows.entrySet().stream()
                .filter(window -> window.getKey().startsWith(id))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    /// A mapping names an alias, whose version names the function.
    private static String functionOf(JsonNode mapping) {
        var alias = STACK.named("AWS::Lambda::Alias", mapping.path("FunctionName"));
        return STACK.template().at("/Resources/" + alias + "/Properties/FunctionName/Ref").asText();
    }
}
