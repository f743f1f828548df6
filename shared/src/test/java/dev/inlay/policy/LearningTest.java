package dev.inlay.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.behaviour.Behaviour;
import dev.inlay.behaviour.Behaviours;
import dev.inlay.behaviour.Domain;
import dev.inlay.behaviour.Mode;
import dev.inlay.behaviour.Verdict;
import dev.inlay.document.Reading;
import dev.inlay.profile.Profile;
import dev.inlay.profile.ProfileBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LearningTest {
    private static final Instant NOW = ProfileBuilder.START.plusSeconds(7_200);
    private static final String JAVA = "/opt/jre/bin/java";
    private static final String SHELL = "/usr/bin/dash";

    static List<Long> seeds() {
        var random = new Random();
        return IntStream.range(0, 40).mapToObj(_ -> random.nextLong()).toList();
    }

    private static Policy empty() {
        return Learning.first(ProfileBuilder.IMAGE, Optional.empty(), NOW);
    }

    private static Learning.Learnt learn(Profile profile) {
        return Learning.next(profile, empty(), NOW);
    }

    private static Judge blocking(Policy policy) {
        return new Judge(policy.with(Modes.all(Mode.BLOCK), NOW));
    }

    private static Learning.Learnt learn(Behaviour... usual) {
        return learn(new ProfileBuilder().usual(usual).profile());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void neverViolatesWhatWasLearnt(long seed) {
        var random = new Random(seed);
        var builder = new ProfileBuilder();
        var seen = new ArrayList<Behaviour>();
        for (int i = 0; i < random.nextInt(400); i++) {
            var behaviour = Behaviours.any(random);
            seen.add(behaviour);
            builder.saw("s-" + random.nextInt(3), behaviour, Verdict.ALLOWED, i, 1);
        }

        var learnt = learn(builder.profile());

        var judge = blocking(learnt.policy());
        assertThat(seen).allSatisfy(each -> assertThat(judge.allows(each)).isTrue());
        assertThat(learnt.leftOut()).isZero();
        assertThat(learnt.policy().rules())
                .allSatisfy(rule ->
                        assertThat(rule.provenance().minutes())
                                .hasValueSatisfying(minutes -> assertThat(minutes).isPositive()));
        assertThat(PolicyDocument.read(PolicyDocument.write(learnt.policy())))
                .isEqualTo(new Reading.Read<>(read(learnt.policy())));
        assertThat(Learning.next(builder.profile(), learnt.policy(), NOW).policy())
                .isEqualTo(learnt.policy());
    }

    private static Policy read(Policy policy) {
        return PolicyDocument.read(PolicyDocument.write(policy)).stored("it");
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void doesNotDependOnTheOrderInWhichThingsWereSeen(long seed) {
        var random = new Random(seed);
        var forth = new ProfileBuilder();
        var back = new ProfileBuilder();
        var seen = IntStream.range(0, 200).mapToObj(_ -> Behaviours.any(random)).toList();
        seen.forEach(each -> forth.saw("s-1", each, Verdict.ALLOWED, 0, 1));
        seen.reversed().forEach(each -> back.saw("s-1", each, Verdict.ALLOWED, 0, 1));

        assertThat(learn(back.profile()).policy().rules())
                .isEqualTo(learn(forth.profile()).policy().rules());
    }

    @Test
    void foldsTheFileNamesOfAShellCommandButNeverTheCommand() {
        var builder = new ProfileBuilder();
        for (int i = 0; i < 12; i++) {
            builder.usual(
                    Behaviours.exec(
                            SHELL,
                            JAVA,
                            "sh",
                            "-c",
                            "convert /srv/in/pic" + i + "x -resize 9x9 /srv/out/t" + i + "x"));
            builder.usual(Behaviours.exec(SHELL, JAVA, "sh", "-c", "tool" + i + "x"));
            builder.usual(Behaviours.exec(SHELL, JAVA, "sh", "-c", "true; tool" + i + "x a"));
            builder.usual(
                    Behaviours.exec(
                            "/usr/bin/python3", JAVA, "python3", "-c", "import m" + i + "x"));
        }

        var judge = blocking(learn(builder.profile()).policy());

        assertThat(allows(judge, SHELL, "sh", "-c", "convert /srv/in/new -resize 9x9 /srv/out/new"))
                .isTrue();
        assertThat(
                        allows(
                                judge,
                                SHELL,
                                "sh",
                                "-c",
                                "convert /srv/in/new;id -resize 9x9 /srv/out/n"))
                .isFalse();
        assertThat(allows(judge, SHELL, "sh", "-c", "id")).isFalse();
        assertThat(allows(judge, SHELL, "sh", "-c", "true; id a")).isFalse();
        assertThat(allows(judge, SHELL, "sh", "-c", "cat /srv/in/new -resize 9x9 /srv/out/new"))
                .isFalse();
        assertThat(allows(judge, "/usr/bin/python3", "python3", "-c", "import os")).isFalse();
    }

    private static boolean allows(Judge judge, String program, String... arguments) {
        return judge.allows(Behaviours.exec(program, JAVA, arguments));
    }

    @Test
    void putsParentsAndUsersTogetherOnlyWhereThatGrantsNothingNew() {
        var learnt =
                learn(
                        Behaviours.exec("/usr/bin/id", "/a", "id"),
                        Behaviours.exec("/usr/bin/id", "/b", "id"),
                        Behaviours.exec("/usr/bin/id", "/b", "id", "-u"));

        assertThat(learnt.policy().rules()).hasSize(2);
        var judge = blocking(learnt.policy());
        assertThat(judge.allows(Behaviours.exec("/usr/bin/id", "/a", "id"))).isTrue();
        assertThat(judge.allows(Behaviours.exec("/usr/bin/id", "/a", "id", "-u"))).isFalse();
    }

    @Test
    void foldsBucketsOfAServiceButNoAddressesAndNoShortNames() {
        var builder = new ProfileBuilder();
        for (int i = 0; i < 20; i++) {
            builder.usual(
                    Behaviours.connect(JAVA, "b" + i + "x.s3.eu-central-1.amazonaws.com", 443),
                    Behaviours.connect(JAVA, "h" + i + "x.example.org", 443),
                    Behaviours.reach(JAVA, "10.0.0." + i, 6379));
        }

        var judge = blocking(learn(builder.profile()).policy());

        assertThat(judge.allows(Behaviours.connect(JAVA, "n.s3.eu-central-1.amazonaws.com", 443)))
                .isTrue();
        assertThat(judge.allows(Behaviours.connect(JAVA, "n.s3.eu-central-1.amazonaws.com", 80)))
                .isFalse();
        assertThat(judge.allows(Behaviours.connect(JAVA, "n.example.org", 443))).isFalse();
        assertThat(judge.allows(Behaviours.reach(JAVA, "10.0.0.99", 6379))).isFalse();
    }

    @Test
    void leavesSettledDomainsAsTheyAreWhateverIsReported() {
        var known = Behaviours.create(JAVA, "/srv/in/a");
        var settled =
                learn(known)
                        .policy()
                        .with(Modes.all(Mode.RECORD).with(Domain.NETWORK, Mode.LEARN), NOW);
        var profile =
                new ProfileBuilder()
                        .usual(known, Behaviours.create(JAVA, "/srv/in/b"))
                        .usual(Behaviours.exec(SHELL, JAVA, "sh"))
                        .usual(Behaviours.connect(JAVA, "database", 5432))
                        .profile();

        var next = Learning.next(profile, settled, NOW).policy();

        assertThat(PolicyDifference.between(settled, next).added())
                .extracting(Rule::grant)
                .allMatch(grant -> grant instanceof Grant.Peer);
        assertThat(PolicyDifference.between(settled, next).removed()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/srv/{any}",
                "/srv/{tree}",
                "/{tree}",
                "/srv/{any",
                "/srv/}",
                "/srv/{x}",
                ""
            })
    void neverMakesARuleOfATextNoSensorWrites(String forged) {
        var learnt =
                learn(
                        Behaviours.create(JAVA, forged),
                        Behaviours.create(forged, "/srv/x"),
                        Behaviours.exec(SHELL, JAVA, "sh", "-c", "x {any}"),
                        new Behaviour.Resolve("{any}"),
                        new Behaviour.Privilege(JAVA, "setuid", "{any}"));

        assertThat(learnt.policy().rules()).isEmpty();
    }

    /// Erlang reaches its name server so at every start.
    @ParameterizedTest
    @ValueSource(strings = {"{hostname}", "{hostname}.shop.internal"})
    void learnsThatAContainerTalksToItself(String own) {
        var policy =
                learn(Behaviours.connect(JAVA, own, 4369), new Behaviour.Resolve(own)).policy();

        var judge = new Judge(policy.with(Modes.all(Mode.BLOCK), NOW));
        assertThat(policy.rules()).hasSize(2);
        assertThat(judge.allows(Behaviours.connect(JAVA, own, 4369))).isTrue();
        assertThat(judge.allows(Behaviours.connect(JAVA, own, 22))).isFalse();
        assertThat(judge.allows(Behaviours.connect(JAVA, "other", 4369))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0/0", "::/0", "10.0.0.0/8", "{any}", "10.0.0.1", "", "::1"})
    void neverMakesARangeOfAForgedName(String forged) {
        assertThat(learn(Behaviours.connect(JAVA, forged, 443)).policy().rules()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0/0", "::/0", "{any}", "", "evil.example.org"})
    void neverMakesARangeOfAForgedAddress(String forged) {
        assertThat(learn(Behaviours.reach(JAVA, forged, 443)).policy().rules()).isEmpty();
    }

    @Test
    void keepsWhatAPersonDecidedAndWhatThePredecessorKnew() {
        var person =
                new Rule(
                        "mine",
                        Optional.of(Mode.BLOCK),
                        Provenance.person(NOW, "no"),
                        new Grant.Name("paste.example.net"));
        var old = learn(Behaviours.create(JAVA, "/srv/in/a")).policy();
        var rules = new ArrayList<>(old.rules());
        rules.add(person);
        var predecessor = old.with(rules, NOW);

        var first = Learning.first(ProfileBuilder.IMAGE, Optional.of(predecessor), NOW);
        var next =
                Learning.next(
                                new ProfileBuilder()
                                        .usual(
                                                Behaviours.create(JAVA, "/srv/in/a"),
                                                Behaviours.create(JAVA, "/srv/new"))
                                        .profile(),
                                first,
                                NOW)
                        .policy();

        assertThat(next.rules()).contains(person);
        assertThat(next.rules())
                .extracting(rule -> rule.provenance().source())
                .containsExactlyInAnyOrder(Source.INHERITED, Source.PERSON, Source.LEARNT);
        assertThat(next.modes()).isEqualTo(Modes.all(Mode.LEARN));
    }

    @Test
    void leavesOutWhatNoPolicyCanHoldAndSaysHowMuch() {
        var builder = new ProfileBuilder();
        for (int i = 0; i < 1_500; i++) {
            builder.saw(
                    "s-1",
                    Behaviours.exec("/srv/" + i + "x", JAVA, "x", "y ".repeat(150)),
                    Verdict.ALLOWED,
                    0,
                    1);
        }

        var learnt = learn(builder.profile());

        assertThat(learnt.leftOut()).isPositive();
        assertThat(learnt.policy().rules().size() + learnt.leftOut()).isEqualTo(1_500);
        assertThat(PolicyDocument.write(learnt.policy()).length())
                .isLessThan(PolicyDocument.MAX_BYTES);
    }
}
