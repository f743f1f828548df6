package dev.inlay.eval;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.inlay.alert.Alert;
import dev.inlay.behaviour.Behaviour;
import dev.inlay.behaviour.Behaviours;
import dev.inlay.behaviour.Containers;
import dev.inlay.behaviour.Domain;
import dev.inlay.behaviour.Mode;
import dev.inlay.behaviour.Verdict;
import dev.inlay.image.Digest;
import dev.inlay.log.Line;
import dev.inlay.policy.Judge;
import dev.inlay.policy.Modes;
import dev.inlay.policy.Policies;
import dev.inlay.policy.Policy;
import dev.inlay.policy.PolicyNews;
import dev.inlay.policy.TestSigner;
import dev.inlay.profile.ProfileBuilder;
import dev.inlay.queue.MemoryQueue;
import dev.inlay.queue.Rejections;
import dev.inlay.storage.Key;
import dev.inlay.storage.MemoryTable;
import dev.inlay.storage.Tables;
import dev.inlay.storage.Write;
import dev.inlay.time.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is stored of a behaviour and cannot be read holds up no alert, and widens no policy.
class DamagedProfileTest {
    private static final Digest IMAGE = ProfileBuilder.IMAGE;
    private static final String JAVA = "/opt/jre/bin/java";
    private static final Behaviour DATABASE = Behaviours.connect(JAVA, "database", 5432);
    private static final Behaviour EVIL = Behaviours.connect(JAVA, "evil", 80);

    /// Whoever did this has the container: what it does afterwards is not learnt.
    private static final Behaviour MODULE = new Behaviour.Privilege(JAVA, "init_module", "");

    private final SettableClock clock = new SettableClock(ProfileBuilder.START.plusSeconds(3_600));
    private final Tables tables = MemoryTable.four(clock);
    private final Policies policies = new Policies(tables.catalog(), new TestSigner(), clock);
    private final List<Alert> told = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private final Evaluations evaluations =
            new Evaluations(
                    new Evaluation(tables, policies, told::add, PolicyNews.none(), clock),
                    new Rounds(new Containers(tables.runtime()), new MemoryQueue(), clock),
                    new Rejections(tables.runtime()),
                    clock);

    private void store(ProfileBuilder builder) {
        ProfileBuilder.store(builder.profile(), tables.profiles());
    }

    private static ProfileBuilder watched(Duration time) {
        var until = ProfileBuilder.START.plus(time);
        return new ProfileBuilder().watched("s-1", 300, until).watched("s-2", 300, until);
    }

    private void damage(Behaviour behaviour) {
        var sort = "behaviour#" + behaviour.domain().word() + "#" + behaviour.key();
        var place = new Key("profile#" + IMAGE, sort);
        assertThat(tables.profiles().get(place)).isPresent();
        tables.profiles().write(Write.put(place, "{"));
    }

    private List<String> deliver() {
        var message = new SQSMessage();
        message.setMessageId("m");
        message.setBody("{\"image\":\"" + IMAGE + "\"}");
        return evaluations.take(List.of(message), lines::add);
    }

    private Policy evaluate() {
        assertThat(deliver()).isEmpty();
        clock.advance(Duration.ofMinutes(10));
        return policies.current(IMAGE).orElseThrow();
    }

    /// The attacker's first deed is the row that cannot be read: the second would be learnt.
    @Test
    void widensNoPolicyWhereItMayBeOfADetection() {
        var known = watched(Duration.ofHours(1)).usual(DATABASE);
        store(known);
        var before = evaluate();
        store(
                known.saw("s-1", MODULE, Verdict.BLOCKED, 5, 1)
                        .saw("s-1", EVIL, Verdict.ALLOWED, 6, 1));
        damage(MODULE);

        var meanwhile = evaluate();
        store(new ProfileBuilder().saw("s-2", MODULE, Verdict.BLOCKED, 50, 1));
        var seenAgain = evaluate();

        assertThat(before.rules()).hasSize(1);
        assertThat(meanwhile).isEqualTo(before);
        assertThat(seenAgain).as("which containers did it before is lost").isEqualTo(before);
        tables.profiles()
                .all("profile#" + IMAGE, "aside#")
                .forEach(row ->
                        tables.profiles()
                                .write(new Write.Delete(row.key(), new Write.Condition.Always())));
        assertThat(new Judge(evaluate().with(Modes.all(Mode.BLOCK), clock.instant())).allows(EVIL))
                .as("the control: without it the second deed is learnt")
                .isTrue();
    }

    @Test
    void tellsTheOtherAlertsAndSaysOnceWhatIsMissing() {
        store(watched(Duration.ofHours(1)).usual(DATABASE).saw("s-1", EVIL, Verdict.BLOCKED, 6, 1));
        evaluate();
        told.clear();
        damage(DATABASE);
        store(new ProfileBuilder().saw("s-1", MODULE, Verdict.BLOCKED, 9, 1));

        evaluate();
        evaluate();

        assertThat(told).extracting(Alert::behaviour).containsExactly(MODULE);
        assertThat(lines.stream().filter(line -> line.result() == Line.Result.REJECTED))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.text()).contains("keeps its policy");
                    assertThat(line.about())
                            .containsEntry("image", IMAGE.value())
                            .containsEntry("sort", "behaviour#network#" + DATABASE.key());
                });
    }

    /// A rule that was learnt is not forgotten, and a domain that blocks goes on blocking.
    @Test
    void neitherForgetsRulesNorTurnsBlockOff() {
        store(watched(Duration.ofHours(1)).usual(DATABASE));
        evaluate();
        policies.change(
                IMAGE,
                now ->
                        now.map(policy ->
                                policy.with(
                                        policy.modes().with(Domain.PROCESS, Mode.BLOCK),
                                        clock.instant())));
        var before = policies.current(IMAGE).orElseThrow();
        damage(DATABASE);

        assertThat(evaluate()).isEqualTo(before);
        assertThat(before.modes().of(Domain.PROCESS)).isEqualTo(Mode.BLOCK);
        assertThat(before.rules()).hasSize(1);
    }

    @Test
    void settlesNothingBeforeItIsSeenAgain() {
        clock.set(ProfileBuilder.START.plus(Duration.ofHours(25)));
        var known = watched(Duration.ofHours(25)).usual(DATABASE);
        store(known);
        damage(DATABASE);
        var first = new Policy(IMAGE, 1, clock.instant(), Modes.all(Mode.LEARN), List.of());
        policies.change(IMAGE, _ -> Optional.of(first));

        assertThat(evaluate().modes()).isEqualTo(Modes.all(Mode.LEARN));
        store(known);
        var settled = evaluate();

        assertThat(settled.modes()).isEqualTo(Modes.all(Mode.RECORD));
        assertThat(settled.rules()).hasSize(1);
    }

    /// Whether it is to block nobody knows, so it goes on learning nothing; alerts are told.
    @Test
    void goesOnWhereTheEnrolmentCannotBeRead() {
        store(watched(Duration.ofHours(1)).usual(DATABASE));
        var before = evaluate();
        tables.catalog().write(Write.put(new Key("enrolment", "shop/*"), "{"));
        store(
                watched(Duration.ofHours(1))
                        .usual(Behaviours.connect(JAVA, "cache", 6379))
                        .saw("s-1", MODULE, Verdict.BLOCKED, 9, 1));

        assertThat(evaluate()).isEqualTo(before);

        assertThat(told).extracting(Alert::behaviour).containsExactly(MODULE);
        assertThat(lines).extracting(Line::text).anyMatch(text -> text.contains("enrol it again"));
        tables.catalog()
                .write(
                        new Write.Delete(
                                new Key("enrolment", "shop/*"), new Write.Condition.Always()));
        assertThat(evaluate().rules()).hasSize(2);
    }

    /// It is given up in the end, with the reason; the alerts are told before.
    @Test
    void tellsAlertsWhereThePolicyCannotBeRead() {
        store(watched(Duration.ofHours(1)).usual(DATABASE));
        evaluate();
        tables.catalog().write(Write.put(new Key("POL#" + IMAGE, "LATEST"), "{"));
        store(new ProfileBuilder().saw("s-1", MODULE, Verdict.BLOCKED, 9, 1));

        assertThat(deliver()).containsExactly("m");

        assertThat(told).extracting(Alert::behaviour).containsExactly(MODULE);
    }
}
