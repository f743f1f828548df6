package dev.inlay.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistryScanTest {
    private static final Synthesised STACK = Synthesised.byDefault();

    @Test
    void hearsOfPushesButNotOfThoseThatInstrumentMakes() {
        assertThat(rules("aws.ecr"))
                .singleElement()
                .satisfies(rule -> {
                    var detail = rule.at("/EventPattern/detail");
                    assertThat(detail.path("action-type").toString())
                            .isEqualTo("[\"PUSH\",\"DELETE\"]");
                    assertThat(detail.path("result").toString()).isEqualTo("[\"SUCCESS\"]");
                    assertThat(detail.path("image-tag").toString())
                            .isEqualTo("[{\"anything-but\":{\"suffix\":\"-inlay\"}}]");
                });
    }

    @Test
    void hearsWhenATaskEnded() {
        assertThat(rules("aws.ecs"))
                .extracting(rule -> rule.at("/EventPattern/detail/lastStatus").toString())
                .containsExactlyInAnyOrder("[\"STOPPED\"]", "[\"RUNNING\"]");
    }

    @Test
    void sweepsWhatNoEventToldOf() {
        assertThat(STACK.properties("AWS::Events::Rule"))
                .filteredOn(rule -> rule.has("ScheduleExpression"))
                .extracting(
                        rule -> rule.path("ScheduleExpression").asText(),
                        rule -> rule.at("/Targets/0/Input").asText())
                .containsExactlyInAnyOrder(
                        tuple("rate(1 hour)", "{\"sweep\":true}"),
                        tuple("rate(15 minutes)", "{\"sweep\":true}"),
                        tuple("rate(5 minutes)", ""));
    }

    /// An event that cannot be delivered would otherwise be gone.
    @Test
    void parksWhatCannotBeDelivered() {
        assertThat(STACK.properties("AWS::Events::Rule"))
                .hasSize(6)
                .allSatisfy(rule ->
                        assertThat(rule.at("/Targets/0/DeadLetterConfig/Arn").isObject()).isTrue());
    }

    @Test
    void letsOnlyItsRulesWriteIntoTheQueues() {
        assertThat(STACK.properties("AWS::SQS::QueuePolicy"))
                .isNotEmpty()
                .allSatisfy(RegistryScanTest::isForRulesOnly);
    }

    private static void isForRulesOnly(JsonNode policy) {
        for (var statement : policy.at("/PolicyDocument/Statement")) {
            if (statement.path("Effect").asText().equals("Allow")) {
                assertThat(statement.at("/Principal/Service").asText())
                        .isEqualTo("events.amazonaws.com");
                assertThat(statement.at("/Condition/ArnEquals/aws:SourceArn").isMissingNode())
                        .isFalse();
            } else {
                assertThat(denies(statement.path("Condition"))).as("%s", statement).isTrue();
            }
        }
    }

    /// What comes in the clear, or from anybody but those who are named.
    private static boolean denies(JsonNode condition) {
        return condition.at("/Bool/aws:SecureTransport").asText().equals("false")
                || condition.at("/ArnNotEquals/aws:PrincipalArn").isArray();
    }

    private static List<JsonNode> rules(String source) {
        return STACK.properties("AWS::Events::Rule").stream()
                .filter(rule -> rule.at("/EventPattern/source/0").asText().equals(source))
                .toList();
    }
}
