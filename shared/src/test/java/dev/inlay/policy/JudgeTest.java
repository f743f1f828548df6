package dev.inlay.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.behaviour.BehaviourDocument;
import dev.inlay.behaviour.SensitivePaths;
import dev.inlay.document.Examples;
import dev.inlay.document.Json;
import dev.inlay.document.Reading;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JudgeTest {
    static Stream<Case> cases() {
        return StreamSupport.stream(Examples.tree("verdicts.json").spliterator(), false)
                .map(Case::new);
    }

    record Case(JsonNode node) {
        @Override
        public String toString() {
            return node.path("name").asText();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void agreesWithTheSensor(Case each) {
        var policy = each.node().path("policy");
        var text = policy.isTextual() ? Examples.text(policy.asText()) : policy.toString();
        var judge = new Judge(PolicyDocument.read(text).stored("the example policy"));
        var behaviour = (ObjectNode) each.node().path("behaviour");

        var judgement =
                judge.judge(
                        Json.read(behaviour, BehaviourDocument::read)
                                .stored("the example behaviour"));

        var expect = each.node().path("expect");
        assertThat(judgement.verdict().word())
                .as(judgement.toString())
                .isEqualTo(expect.path("verdict").asText());
        if (expect.has("rule")) {
            assertThat(judgement.rule()).contains(expect.path("rule").asText());
        } else {
            assertThat(judgement.rule()).isEmpty();
        }
        if (expect.has("becauseContains")) {
            assertThat(judgement.because()).contains(expect.path("becauseContains").asText());
        }
    }

    @Test
    void thereAreEnoughCasesToAgreeOn() {
        assertThat(cases().count()).isGreaterThan(150);
    }

    @Test
    void judgesTheSameReadsAsTheSensor() {
        for (var each : Examples.tree("sensitive-paths.json")) {
            var path = each.path("path").asText();

            assertThat(SensitivePaths.contains(path))
                    .as(path)
                    .isEqualTo(each.path("sensitive").asBoolean());
        }
    }

    @Test
    void takesTheExamplePolicyAsItIs() {
        var text = Examples.text("policy.json");

        var policy = PolicyDocument.read(text);

        assertThat(policy).isInstanceOf(Reading.Read.class);
        var written = PolicyDocument.write(policy.stored("the example"));
        assertThat(Examples.objections("policy", written)).isEmpty();
        assertThat(PolicyDocument.read(written)).isEqualTo(policy);
    }
}
