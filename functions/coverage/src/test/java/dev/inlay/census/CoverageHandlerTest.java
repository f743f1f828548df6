package dev.inlay.census;

import static dev.inlay.coverage.Sightings.INSTRUMENTED;
import static dev.inlay.coverage.Sightings.NOW;
import static dev.inlay.coverage.Sightings.REGISTRY;
import static dev.inlay.coverage.Sightings.SOURCE;
import static dev.inlay.coverage.Sightings.TASK;
import static dev.inlay.coverage.Sightings.heard;
import static dev.inlay.coverage.Sightings.instrumented;
import static dev.inlay.coverage.Sightings.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.inlay.aws.lambda.NoContext;
import dev.inlay.behaviour.Containers;
import dev.inlay.coverage.Cause;
import dev.inlay.coverage.Fleet;
import dev.inlay.coverage.Gap;
import dev.inlay.coverage.Gaps;
import dev.inlay.coverage.Idle;
import dev.inlay.coverage.Rollout;
import dev.inlay.coverage.Running;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Enrolment;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Glob;
import dev.inlay.image.Image;
import dev.inlay.image.Images;
import dev.inlay.image.LazyLoading;
import dev.inlay.image.Platform;
import dev.inlay.image.Protection;
import dev.inlay.image.Push;
import dev.inlay.image.Start;
import dev.inlay.image.TagMapping;
import dev.inlay.storage.Key;
import dev.inlay.storage.MemoryTable;
import dev.inlay.storage.Tables;
import dev.inlay.storage.Write;
import dev.inlay.time.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CoverageHandlerTest {
    private final SettableClock clock = new SettableClock(NOW);
    private final Tables tables = MemoryTable.four(clock);
    private Optional<List<Running>> runs = Optional.of(List.of());
    private final List<Idle> idle = new ArrayList<>();
    private final List<Gap> told = new ArrayList<>();
    private final List<Gap> rolled = new ArrayList<>();
    private Optional<RuntimeException> rolling = Optional.empty();
    private final Gaps gaps = new Gaps(tables.findings());
    private final CoverageHandler handler =
            new CoverageHandler(tables, REGISTRY, fleet(), rollout(), told::add, clock);

    private Fleet fleet() {
        return new Fleet() {
            @Override
            public Optional<List<Running>> running() {
                return runs;
            }

            @Override
            public List<Idle> idle(List<Running> running) {
                return List.copyOf(idle);
            }

            @Override
            public List<Running> running(String cluster, String task) {
                return runs.orElseThrow().stream()
                        .filter(each -> each.task().equals(task))
                        .toList();
            }
        };
    }

    private Rollout rollout() {
        return new Rollout() {
            @Override
            public Optional<String> refusal() {
                return Optional.empty();
            }

            @Override
            public void roll(Gap gap) {
                rolled.add(gap);
                rolling.ifPresent(failure -> {
                    throw failure;
                });
            }
        };
    }

    @BeforeEach
    void instrumentTheShop() {
        var images = new Images(tables.catalog(), clock);
        images.done(
                new Push("shop/web", "1.4", SOURCE),
                List.of(
                        new Image.Member(
                                new Platform("linux", "amd64", ""),
                                SOURCE,
                                Optional.of(INSTRUMENTED),
                                Optional.empty(),
                                new LazyLoading.None())),
                new Image.Published("1.4-inlay", INSTRUMENTED, "0.1.0", NOW));
        enrol(false);
    }

    private void enrol(boolean rolls) {
        new Enrolments(tables.catalog())
                .put(
                        new Enrolment(
                                new Glob("shop/*"),
                                List.of(),
                                List.of(),
                                TagMapping.BESIDE,
                                Protection.RECORD,
                                rolls,
                                Start.OPEN));
    }

    private String look() {
        return handler.handleRequest(new ScheduledEvent(), new NoContext());
    }

    private String change(String status) {
        var event = new ScheduledEvent();
        event.setDetailType("ECS Task State Change");
        event.setDetail(
                Map.of(
                        "clusterArn",
                        "arn:aws:ecs:eu-central-1:111122223333:cluster/shop",
                        "taskArn",
                        TASK,
                        "lastStatus",
                        status));
        return handler.handleRequest(event, new NoContext());
    }

    private static Running original() {
        return running(REGISTRY + "/shop/web:1.4", SOURCE);
    }

    @Test
    void tellsOfEachGapOnceAndClosesIt() {
        runs = Optional.of(List.of(original()));

        assertThat(look()).contains("0 are watched, 1 are not");
        look();
        assertThat(told).hasSize(1);
        assertThat(gaps.open().read()).hasSize(1);

        new Containers(tables.runtime()).heard(heard("s-1", TASK, clock.instant()));
        new Containers(tables.runtime())
                .remember(heard("s-1", TASK, clock.instant()).image(), clock.instant());
        runs = Optional.of(List.of(instrumented()));
        assertThat(look()).contains("1 are watched, 0 are not");
        assertThat(gaps.open().read()).isEmpty();
    }

    @Test
    void tellsOfAServiceThatIsPinnedWhileNothingOfItRunsAndRollsIt() {
        enrol(true);
        idle.add(new Idle("shop", "web", "app", REGISTRY + "/shop/web@" + SOURCE));

        assertThat(look()).contains("0 are watched, 0 are not");
        look();
        assertThat(told).extracting(Gap::cause).containsExactly(Cause.PINNED);
        assertThat(rolled).hasSize(1);

        idle.clear();
        look();
        assertThat(gaps.open().read()).isEmpty();
    }

    /// What is not known is told rather than passed over, until it is known again.
    @Test
    void looksWhereAContainerCannotBeRead() {
        var containers = new Containers(tables.runtime());
        var sensor = heard("s-1", TASK, clock.instant());
        containers.heard(sensor);
        containers.remember(sensor.image(), clock.instant());
        runs = Optional.of(List.of(instrumented()));
        assertThat(look()).contains("1 are watched, 0 are not");
        tables.runtime().write(Write.put(new Key("container#" + sensor.image(), "s-1"), "{"));

        assertThat(look()).contains("0 are watched, 1 are not");
        assertThat(told).extracting(Gap::cause).containsExactly(Cause.UNHEARD);

        containers.heard(sensor);
        assertThat(look()).contains("1 are watched, 0 are not");
    }

    /// It may not want to be watched, nor rolled, what the enrolment beside it wants.
    @Test
    void leavesAloneWhatAnEnrolmentDecidesThatCannotBeRead() {
        enrol(true);
        runs = Optional.of(List.of(original()));
        tables.catalog().write(Write.put(new Key("enrolment", "shop/web"), "{"));

        assertThat(look()).contains("0 are not, 1 are nobody's concern");
        assertThat(rolled).isEmpty();

        tables.catalog()
                .write(
                        new Write.Delete(
                                new Key("enrolment", "shop/web"), new Write.Condition.Always()));
        assertThat(look()).contains("1 are not, 0 are nobody's concern");
        assertThat(rolled).hasSize(1);
    }

    @Test
    void looksAtOneTaskWhenItStarts() {
        runs = Optional.of(List.of(original()));

        assertThat(change("PROVISIONING")).contains("nothing to look at");
        assertThat(told).isEmpty();
        assertThat(change("RUNNING")).contains("1 of 1 containers are not watched");
        assertThat(told).hasSize(1);
        assertThat(gaps.summary()).as("one task is not the whole").isEmpty();
    }

    @Test
    void ignoresEventsThatNameNoTask() {
        var event = new ScheduledEvent();
        event.setDetailType("ECS Task State Change");
        assertThat(handler.handleRequest(event, new NoContext())).contains("ignored");
        event.setDetail(Map.of("taskArn", 7, "clusterArn", List.of()));
        assertThat(handler.handleRequest(event, new NoContext())).contains("ignored");
    }

    @Test
    void hearsSilenceWhereNobodyKnowsWhatRuns() {
        runs = Optional.empty();
        var containers = new Containers(tables.runtime());
        var sensor = heard("s-1", TASK, clock.instant());
        containers.heard(sensor);
        containers.remember(sensor.image(), clock.instant());
        assertThat(look()).contains("1 sensors report, 0 fell silent");

        clock.advance(Duration.ofMinutes(22));
        assertThat(look()).contains("0 sensors report, 1 fell silent");
        assertThat(told)
                .extracting(gap -> gap.cause().concern().event())
                .containsExactly("Sensor Silent");
    }

    @Test
    void rollsOnlyWhereTheEnrolmentAsksAndEachImageOnce() {
        runs = Optional.of(List.of(original()));
        look();
        assertThat(rolled).isEmpty();

        enrol(true);
        look();
        look();
        assertThat(rolled).hasSize(1);
        assertThat(rolled.getFirst().deploy().orElseThrow().digest()).isEqualTo(INSTRUMENTED);
        assertThat(gaps.open().read().getFirst().rolled()).contains(INSTRUMENTED);
    }

    @Test
    void keepsWhyARolloutWasRefusedAndTriesWhatMayWorkLater() {
        enrol(true);
        runs = Optional.of(List.of(original()));
        rolling = Optional.of(new TransientFailure("throttled", "ECS is busy"));
        assertThatThrownBy(this::look).isInstanceOf(TransientFailure.class);

        rolling = Optional.of(new PermanentFailure("denied", "the role may not"));
        look();
        look();

        assertThat(rolled).hasSize(2);
        assertThat(gaps.open().read().getFirst().refused()).isEqualTo("the role may not");
    }
}
