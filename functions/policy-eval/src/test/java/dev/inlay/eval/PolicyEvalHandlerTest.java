package dev.inlay.eval;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.inlay.alert.Alert;
import dev.inlay.alert.AlertSink;
import dev.inlay.alert.Alerts;
import dev.inlay.aws.lambda.NoContext;
import dev.inlay.behaviour.Behaviour;
import dev.inlay.behaviour.Behaviours;
import dev.inlay.behaviour.Domain;
import dev.inlay.behaviour.Mode;
import dev.inlay.behaviour.Verdict;
import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.Enrolment;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Glob;
import dev.inlay.image.Protection;
import dev.inlay.image.TagMapping;
import dev.inlay.policy.Judge;
import dev.inlay.policy.Modes;
import dev.inlay.policy.Policies;
import dev.inlay.policy.Policy;
import dev.inlay.policy.PolicyNews;
import dev.inlay.policy.TestSigner;
import dev.inlay.profile.Profile;
import dev.inlay.profile.ProfileBuilder;
import dev.inlay.profile.Profiles;
import dev.inlay.profile.Thresholds;
import dev.inlay.queue.MemoryQueue;
import dev.inlay.storage.Key;
import dev.inlay.storage.MemoryTable;
import dev.inlay.storage.Tables;
import dev.inlay.storage.Write;
import dev.inlay.time.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PolicyEvalHandlerTest {
    private static final Digest IMAGE = ProfileBuilder.IMAGE;
    private static final String JAVA = "/opt/jre/bin/java";
    private static final Behaviour DATABASE = Behaviours.connect(JAVA, "database", 5432);

    private final SettableClock clock = new SettableClock(ProfileBuilder.START.plusSeconds(3_600));
    private final Tables tables = MemoryTable.four(clock);
    private final TestSigner signer = new TestSigner();
    private final List<Alert> told = new ArrayList<>();
    private final List<Policy> published = new ArrayList<>();
    private final Policies policies = new Policies(tables.catalog(), signer, clock);

    private void store(Profile profile) {
        ProfileBuilder.store(profile, tables.profiles());
    }

    private List<String> evaluate(AlertSink sink, String... bodies) {
        return evaluate(sink, (policy, _) -> published.add(policy), bodies);
    }

    private List<String> evaluate(AlertSink sink, PolicyNews news, String... bodies) {
        var event = new SQSEvent();
        event.setRecords(
                IntStream.range(0, bodies.length)
                        .mapToObj(i -> {
                            var message = new SQSEvent.SQSMessage();
                            message.setMessageId("m" + i);
                            message.setBody(bodies[i]);
                            return message;
                        })
                        .toList());
        var handler = new PolicyEvalHandler(tables, new MemoryQueue(), signer, sink, news, clock);
        return handler.handleRequest(event, new NoContext()).getBatchItemFailures().stream()
                .map(each -> each.getItemIdentifier())
                .toList();
    }

    private static String image(Digest digest) {
        return "{\"image\":\"" + digest + "\"}";
    }

    private void evaluate() {
        assertThat(evaluate(told::add, image(IMAGE))).isEmpty();
    }

    private static ProfileBuilder watched() {
        var until = ProfileBuilder.START.plusSeconds(3_600);
        return new ProfileBuilder().watched("s-1", 60, until).watched("s-2", 60, until);
    }

    private static ProfileBuilder watchedForADay() {
        var until = ProfileBuilder.START.plus(Duration.ofHours(25));
        return new ProfileBuilder().watched("s-1", 300, until).watched("s-2", 300, until);
    }

    @Test
    void learnsAndSignsAFirstPolicyInModeLearn() {
        store(watched().usual(DATABASE).profile());

        evaluate();

        var policy = policies.current(IMAGE).orElseThrow();
        assertThat(policy.version()).isEqualTo(1);
        assertThat(policy.modes()).isEqualTo(Modes.all(Mode.LEARN));
        assertThat(policy.rules()).hasSize(1);
        assertThat(published).containsExactly(policy);
    }

    @Test
    void publishesNothingWhenNothingIsNew() {
        store(watched().usual(DATABASE).profile());
        evaluate();
        clock.advance(Duration.ofMinutes(10));
        store(watched().usual(DATABASE).saw("s-3", DATABASE, Verdict.ALLOWED, 9, 9).profile());

        evaluate();

        assertThat(published).hasSize(1);
    }

    /// A bus that is away loses nothing, and keeps no alert back.
    @Test
    void tellsAPolicyWhenTheBusIsThereAgain() {
        store(
                watched()
                        .usual(DATABASE)
                        .saw(
                                "s-1",
                                Behaviours.exec("/usr/bin/dash", JAVA, "sh"),
                                Verdict.BLOCKED,
                                1,
                                1)
                        .profile());
        PolicyNews away =
                (_, _) -> {
                    throw new TransientFailure("event-failed", "the bus is away");
                };

        assertThat(evaluate(told::add, away, image(IMAGE))).containsExactly("m0");
        assertThat(told).isNotEmpty();
        evaluate();
        evaluate();

        assertThat(published).extracting(Policy::version).containsExactly(1L);
    }

    /// Once more rather than never, and it keeps nothing back.
    @Test
    void tellsAPolicyAgainWhereItCannotBeReadWhatWasTold() {
        store(watched().usual(DATABASE).profile());
        evaluate();
        tables.catalog().write(Write.put(new Key("policy-told", IMAGE.value()), "{\"version\":2}"));

        evaluate();
        evaluate();

        assertThat(published).extracting(Policy::version).containsExactly(1L, 1L);
    }

    /// What a person changed is news as much as what was learnt.
    @Test
    void tellsWhatAPersonChanged() {
        store(watched().usual(DATABASE).profile());
        evaluate();
        policies.change(
                IMAGE,
                now ->
                        now.map(policy ->
                                policy.with(
                                        policy.modes().with(Domain.NETWORK, Mode.BLOCK),
                                        clock.instant())));
        var settled = new ArrayList<Domain>();

        assertThat(
                        evaluate(
                                told::add,
                                (policy, domains) -> {
                                    published.add(policy);
                                    settled.addAll(domains);
                                },
                                image(IMAGE)))
                .isEmpty();

        assertThat(published).extracting(Policy::version).containsExactly(1L, 2L);
        assertThat(settled).containsExactly(Domain.NETWORK);
    }

    @Test
    void publishesWhatIsNewButNotWithEveryFrame() {
        store(watched().usual(DATABASE).profile());
        evaluate();
        store(watched().usual(Behaviours.connect(JAVA, "cache", 6379)).profile());

        evaluate();
        assertThat(published).hasSize(1);
        clock.advance(Duration.ofSeconds(10));
        evaluate();

        assertThat(published).hasSize(2);
        assertThat(policies.current(IMAGE).orElseThrow().rules()).hasSize(2);
    }

    @Test
    void choosesModesForWhatWasLearntUpToNow() {
        store(watched().usual(DATABASE).profile());
        evaluate();
        var cache = Behaviours.connect(JAVA, "cache", 6379);
        store(watched().usual(cache).profile());

        var policy =
                policies.choose(
                        new Profiles(tables.profiles()).of(IMAGE), _ -> Modes.all(Mode.BLOCK));

        assertThat(policy.version()).isEqualTo(2);
        assertThat(new Judge(policy).allows(cache)).isTrue();
        assertThat(new Judge(policy).allows(Behaviours.connect(JAVA, "evil", 80))).isFalse();
    }

    @Test
    void stopsLearningWhenItHasSeenEnoughAndRecordsFromThenOn() {
        clock.set(ProfileBuilder.START.plus(Duration.ofHours(25)));
        store(watchedForADay().usual(DATABASE).profile());

        evaluate();

        assertThat(policies.current(IMAGE).orElseThrow().modes()).isEqualTo(Modes.all(Mode.RECORD));
    }

    @Test
    void neverWidensASettledPolicyByTelemetryAlone() {
        clock.set(ProfileBuilder.START.plus(Duration.ofHours(25)));
        store(watchedForADay().usual(DATABASE).profile());
        evaluate();
        var settled = policies.current(IMAGE).orElseThrow();
        for (int i = 0; i < 50; i++) {
            store(watchedForADay().usual(Behaviours.connect(JAVA, "evil" + i, 80)).profile());
            clock.advance(Duration.ofHours(1));
            evaluate();
        }

        assertThat(policies.current(IMAGE)).contains(settled);
    }

    @Test
    void blocksByItselfOnlyWhereTheEnrolmentSaysSo() {
        new Enrolments(tables.catalog())
                .put(
                        new Enrolment(
                                new Glob("shop/*"),
                                List.of(),
                                List.of(),
                                TagMapping.BESIDE,
                                Protection.BLOCK));
        clock.set(ProfileBuilder.START.plus(Duration.ofHours(25)));
        store(watchedForADay().usual(DATABASE).profile());

        evaluate();

        assertThat(policies.current(IMAGE).orElseThrow().modes()).isEqualTo(Modes.all(Mode.BLOCK));
    }

    @Test
    void beginsANewImageOfARepositoryWithWhatItsPredecessorKnew() {
        store(watched().usual(DATABASE).profile());
        evaluate();
        var next = Digest.ofText("the next image");
        var profile = watched().usual(Behaviours.connect(JAVA, "cache", 6379)).profile();
        store(new Profile(next, profile.activity(), profile.entries()));

        evaluate(told::add, image(next));

        var policy = policies.current(next).orElseThrow();
        assertThat(policy.modes()).isEqualTo(Modes.all(Mode.LEARN));
        assertThat(policy.rules())
                .extracting(rule -> rule.provenance().source().word())
                .containsExactly("inherited", "learnt");
    }

    @Test
    void tellsAnAttackOnceAndCountsItFromThenOn() {
        var shell = Behaviours.exec("/usr/bin/dash", JAVA, "sh", "-c", "id");
        store(watched().usual(DATABASE).saw("s-1", shell, Verdict.BLOCKED, 9, 1).profile());
        evaluate();
        evaluate();
        store(watched().saw("s-1", shell, Verdict.BLOCKED, 9, 5).profile());

        evaluate();

        assertThat(told).hasSize(1);
        assertThat(new Alerts(tables.findings()).of(IMAGE).alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.count()).isEqualTo(5));
        assertThat(
                        new Judge(
                                        policies.current(IMAGE)
                                                .orElseThrow()
                                                .with(Modes.all(Mode.BLOCK), clock.instant()))
                                .allows(shell))
                .isFalse();
    }

    @Test
    void tellsAgainWhatCouldNotBeTold() {
        var shell = Behaviours.exec("/usr/bin/dash", JAVA, "sh", "-c", "id");
        store(watched().saw("s-1", shell, Verdict.BLOCKED, 9, 1).profile());
        AlertSink broken =
                _ -> {
                    throw new TransientFailure("webhook-away", "telling: nobody answers");
                };

        assertThat(evaluate(broken, image(IMAGE))).containsExactly("m0");
        evaluate();

        assertThat(told).hasSize(1);
    }

    @Test
    void ignoresMessagesThatNameNoImage() {
        store(watched().usual(DATABASE).profile());

        assertThat(evaluate(told::add, "", "{}", "{\"image\":\"x\"}", image(IMAGE), image(IMAGE)))
                .isEmpty();

        assertThat(published).hasSize(1);
    }

    @Test
    void saysWhichDomainsSettled() {
        clock.set(ProfileBuilder.START.plus(Duration.ofHours(25)));
        var profile = watchedForADay().usual(DATABASE).profile();
        var base =
                new Policy(
                        IMAGE,
                        1,
                        clock.instant(),
                        Modes.all(Mode.LEARN).with(Domain.FILE, Mode.BLOCK),
                        List.of());

        var progress =
                Progress.of(profile, base, Protection.RECORD, Thresholds.DEFAULT, clock.instant());

        assertThat(progress.settled())
                .isEqualTo(Set.of(Domain.PROCESS, Domain.NETWORK, Domain.PRIVILEGE));
        assertThat(progress.policy().modes().of(Domain.FILE)).isEqualTo(Mode.BLOCK);
    }
}
