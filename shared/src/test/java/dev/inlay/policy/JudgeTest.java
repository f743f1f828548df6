package dev.inlay.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.behaviour.Behaviour;
import dev.inlay.behaviour.BehaviourDocument;
import dev.inlay.behaviour.Behaviours;
import dev.inlay.behaviour.Mode;
import dev.inlay.behaviour.SensitivePaths;
import dev.inlay.behaviour.SystemPaths;
import dev.inlay.document.Examples;
import dev.inlay.document.Json;
import dev.inlay.document.Reading;
import dev.inlay.profile.ProfileBuilder;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
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

    static List<Long> seeds() {
        var random = new Random();
        return IntStream.range(0, 40).mapToObj(_ -> random.nextLong()).toList();
    }

    /// A rule that may be wider than what was seen, and may have a mode.
    private static Rule rule(Random random, int at, Grant grant) {
        var written = RuleDocument.write(grant).put("id", "r" + at);
        for (var field : List.of("path", "program", "name")) {
            if (written.has(field) && random.nextInt(3) == 0) {
                written.put(field, wider(random, written.path(field).asText()));
            }
        }
        if (random.nextInt(4) == 0) {
            written.put("mode", random.nextBoolean() ? "block" : "record");
        }
        return Json.read(written, from -> RuleDocument.read(Section.of(grant), from)).stored("it");
    }

    private static String wider(Random random, String text) {
        return switch (random.nextInt(3)) {
            case 0 -> text.replaceFirst("(?<=/)[^/]+$", Pattern.TREE);
            case 1 -> text.replaceFirst("(?<=/)[a-z]+(?=/)", Pattern.NAME);
            default -> text.replaceFirst("[a-z0-9]+$", Pattern.ANY);
        };
    }

    /// What the index finds is what trying every rule finds.
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void findsTheRuleThatTryingAllOfThemFinds(long seed) {
        var random = new Random(seed);
        var rules =
                IntStream.range(0, 200)
                        .boxed()
                        .flatMap(at ->
                                MinimalGrant.of(Behaviours.any(random)).stream()
                                        .map(grant -> rule(random, at, grant)))
                        .toList();
        var policy =
                new Policy(ProfileBuilder.IMAGE, 1, Instant.EPOCH, Modes.all(Mode.BLOCK), rules);
        var judge = new Judge(policy);
        var all = rules.stream().map(rule -> new Matcher(rule, 0)).toList();
        for (int i = 0; i < 400; i++) {
            var behaviour = Behaviours.any(random);
            assertThat(judge.judge(behaviour).rule())
                    .as("%s, seed %d", behaviour, seed)
                    .isEqualTo(firstOfTheStrictest(all, behaviour));
        }
    }

    private static Optional<String> firstOfTheStrictest(List<Matcher> all, Behaviour behaviour) {
        var matching = all.stream().filter(each -> each.matches(behaviour)).toList();
        return matching.stream()
                .map(Matcher::mode)
                .max(Comparator.naturalOrder())
                .flatMap(strictest ->
                        matching.stream().filter(each -> each.mode() == strictest).findFirst())
                .map(each -> each.rule().id());
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
    void knowsTheSameFoldersAsTheSensor() {
        for (var each : Examples.tree("system-paths.json")) {
            var path = each.path("path").asText();

            assertThat(SystemPaths.contains(path))
                    .as(path)
                    .isEqualTo(each.path("system").asBoolean());
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
