package dev.inlay.coverage;

import static dev.inlay.coverage.Sightings.INSTRUMENTED;
import static dev.inlay.coverage.Sightings.NOW;
import static dev.inlay.coverage.Sightings.REGISTRY;
import static dev.inlay.coverage.Sightings.SOURCE;
import static dev.inlay.coverage.Sightings.TASK;
import static dev.inlay.coverage.Sightings.container;
import static dev.inlay.coverage.Sightings.heard;
import static dev.inlay.coverage.Sightings.image;
import static dev.inlay.coverage.Sightings.instrumented;
import static dev.inlay.coverage.Sightings.known;
import static dev.inlay.coverage.Sightings.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.behaviour.Container;
import dev.inlay.image.Digest;
import dev.inlay.image.Enrolment;
import dev.inlay.image.Glob;
import dev.inlay.image.Progress;
import dev.inlay.image.Protection;
import dev.inlay.image.Reason;
import dev.inlay.image.Start;
import dev.inlay.image.TagMapping;
import dev.inlay.storage.Found;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CoverageTest {
    private static final String WEB = REGISTRY + "/shop/web";

    private static Gap only(Running running, Known known) {
        var coverage = Coverage.of(List.of(running), known, NOW);
        assertThat(coverage.gaps()).hasSize(1);
        return coverage.gaps().getFirst();
    }

    @Test
    void findsATaskThatRunsTheOriginalAndNamesTheExactImageToDeploy() {
        var gap = only(running(WEB + ":1.4", SOURCE), known(List.of()));

        assertThat(gap.cause()).isEqualTo(Cause.ORIGINAL);
        assertThat(gap.cause().concern().event()).isEqualTo("Uninstrumented Task");
        assertThat(gap.deploy().orElseThrow().reference()).isEqualTo(WEB + "@" + INSTRUMENTED);
        assertThat(gap.deploy().orElseThrow().tag()).isEqualTo("1.4-inlay");
        assertThat(gap.where()).isEqualTo("service web, container app, in shop");
    }

    @Test
    void findsAServiceThatIsPinnedToTheOriginalsDigest() {
        var gap = only(running(WEB + "@" + SOURCE, SOURCE), known(List.of()));

        assertThat(gap.cause()).isEqualTo(Cause.PINNED);
        assertThat(gap.deploy()).isPresent();
    }

    private static List<Gap> idle(String reference, Known known) {
        var service = new Idle("shop", "web", "app", reference);
        return Coverage.of(List.of(), known, NOW).with(List.of(service), known).gaps();
    }

    @Test
    void findsAServiceThatIsPinnedWhileNothingOfItRuns() {
        var gaps = idle(WEB + "@" + SOURCE, known(List.of()));

        assertThat(gaps).hasSize(1);
        var gap = gaps.getFirst();
        assertThat(gap.cause()).isEqualTo(Cause.PINNED);
        assertThat(gap.count()).isZero();
        assertThat(gap.tasks()).isEmpty();
        assertThat(gap.because()).contains("no task of it runs now", WEB + "@" + INSTRUMENTED);
        assertThat(gap.where()).isEqualTo("service web, container app, in shop");
        assertThat(gap.fingerprint())
                .as("the same when a task starts")
                .isEqualTo(
                        only(running(WEB + "@" + SOURCE, SOURCE), known(List.of())).fingerprint());
        assertThat(idle(WEB + ":1.4", known(List.of())))
                .extracting(Gap::cause)
                .containsExactly(Cause.ORIGINAL);
    }

    @Test
    void hasNothingToSayOfAServiceThatWouldBeWatchedOrIsNobodysConcern() {
        for (var fine :
                List.of(
                        WEB + "@" + INSTRUMENTED,
                        WEB + ":1.4-inlay",
                        WEB + "@" + Digest.ofText("never pushed since"),
                        "docker.io/library/nginx@" + Digest.ofText("nginx"),
                        "not an image at all !",
                        "")) {
            assertThat(idle(fine, known(List.of()))).as(fine).isEmpty();
        }
    }

    @Test
    void findsATaskThatWasStartedBeforeItsTagNamedTheInstrumentedImage() {
        assertThat(only(running(WEB + ":1.4-inlay", SOURCE), known(List.of())).cause())
                .isEqualTo(Cause.OUTDATED);
        var unknown = Digest.ofText("pushed by hand");
        assertThat(only(running(WEB + ":1.4-inlay", unknown), known(List.of())).cause())
                .isEqualTo(Cause.OUTDATED);
    }

    @Test
    void saysWhyThereIsNothingToDeploy() {
        var declined =
                image(
                        new Progress.Declined(new Reason("windows", "it is for Windows")),
                        new TreeMap<>());
        var enrolments = List.of(Enrolment.of("shop/*"));
        var gap =
                only(
                        running(WEB + ":1.4", SOURCE),
                        known(enrolments, List.of(declined), List.of()));
        assertThat(gap.cause()).isEqualTo(Cause.UNAVAILABLE);
        assertThat(gap.because()).contains("it is for Windows");
        assertThat(gap.deploy()).isEmpty();

        var never =
                only(
                        running(WEB + ":2", Digest.ofText("2")),
                        known(enrolments, List.of(), List.of()));
        assertThat(never.cause()).isEqualTo(Cause.UNAVAILABLE);
        assertThat(never.because()).contains("not pushed since");
    }

    @Test
    void leavesAloneWhatNoEnrolmentWants() {
        var foreign =
                List.of(
                        running("docker.io/library/nginx:1", Digest.ofText("nginx")),
                        running("other.example.com/shop/web:1.4", Digest.ofText("theirs")),
                        running(REGISTRY + "/tools/web:1.4", Digest.ofText("tools")),
                        running("sha256:0123", Digest.ofText("local")),
                        running("not an image at all !", SOURCE));
        var coverage = Coverage.of(foreign, known(List.of()), NOW);
        assertThat(coverage.gaps()).isEmpty();
        assertThat(coverage.foreign()).isEqualTo(foreign.size());

        var excluded =
                new Enrolment(
                        new Glob("shop/*"),
                        List.of(),
                        List.of(new Glob("shop/web:1.4")),
                        TagMapping.BESIDE,
                        Protection.RECORD);
        var known = known(List.of(excluded), List.of(image()), List.of());
        assertThat(Coverage.of(List.of(running(WEB + ":1.4", SOURCE)), known, NOW).gaps())
                .isEmpty();
    }

    @Test
    void knowsTheRegistryOfThisMachineByItsOtherName() {
        var known =
                new Known(
                        "127.0.0.1:5000",
                        Found.whole(List.of(Enrolment.of("shop/*"))),
                        List.of(image()),
                        List.of(),
                        Set.of());

        assertThat(only(running("localhost:5000/shop/web:1.4", Digest.ofText("?")), known).deploy())
                .isPresent();
        assertThat(
                        Coverage.of(
                                        List.of(
                                                running(
                                                        "localhost:5001/shop/web:1.4",
                                                        Digest.ofText("?"))),
                                        known,
                                        NOW)
                                .gaps())
                .isEmpty();
    }

    @Test
    void asksForARolloutOnlyWhereTheEnrolmentDoesAndAServiceCanTakeIt() {
        var rolling =
                new Enrolment(
                        new Glob("shop/*"),
                        List.of(),
                        List.of(),
                        TagMapping.BESIDE,
                        Protection.RECORD,
                        true,
                        Start.OPEN);
        var known = known(List.of(rolling), List.of(image()), List.of());
        var service = running(WEB + ":1.4", SOURCE);
        assertThat(only(service, known).rolls()).isTrue();
        assertThat(only(service, known(List.of())).rolls()).isFalse();
        var task =
                new Running(
                        "shop",
                        Optional.empty(),
                        TASK,
                        "app",
                        Optional.empty(),
                        WEB + ":1.4",
                        Optional.of(SOURCE),
                        List.of(),
                        NOW);
        assertThat(only(task, known).rolls()).isFalse();
        assertThat(only(instrumented(), known).rolls()).as("silent").isFalse();
    }

    @Test
    void isContentWithASensorThatReports() {
        var known = known(List.of(heard("s-1", TASK, NOW.minusSeconds(600))));

        var coverage = Coverage.of(List.of(instrumented()), known, NOW);

        assertThat(coverage).isEqualTo(new Coverage(1, 0, List.of()));
    }

    @Test
    void findsASensorThatFellSilentAndOneThatNeverSpoke() {
        var silent = known(List.of(heard("s-1", TASK, NOW.minus(Duration.ofMinutes(22)))));
        assertThat(only(instrumented(), silent).cause()).isEqualTo(Cause.SILENT);
        assertThat(Cause.SILENT.concern().event()).isEqualTo("Sensor Silent");

        assertThat(only(instrumented(), known(List.of())).cause()).isEqualTo(Cause.UNHEARD);
        assertThat(only(instrumented(), known(List.of(heard("s-2", TASK + "2", NOW)))).cause())
                .isEqualTo(Cause.UNHEARD);
    }

    @Test
    void givesANewContainerTimeForItsFirstWord() {
        var young =
                new Running(
                        "shop",
                        Optional.of("web"),
                        TASK,
                        "app",
                        Optional.empty(),
                        WEB + ":1.4-inlay",
                        Optional.of(INSTRUMENTED),
                        List.of(),
                        NOW.minus(Coverage.FIRST_WORD).plusSeconds(1));

        assertThat(Coverage.of(List.of(young), known(List.of()), NOW).watched()).isEqualTo(1);
    }

    @Test
    void takesTheLatestSessionOfAContainer() {
        var sessions =
                new ArrayList<>(
                        List.of(
                                heard("s-old", TASK, NOW.minus(Duration.ofHours(2))),
                                heard("s-new", TASK, NOW.minusSeconds(5))));
        Collections.shuffle(sessions, new Random(7));

        assertThat(Coverage.of(List.of(instrumented()), known(sessions), NOW).gaps()).isEmpty();
    }

    @Test
    void findsAnInstrumentedImageThatIsStartedPastItsSensor() {
        var bypassed = withEntrypoint("/bin/sh", "-c");
        var gap = only(bypassed, known(List.of()));
        assertThat(gap.cause()).isEqualTo(Cause.BYPASSED);
        assertThat(gap.because()).contains("/bin/sh", "/.inlay/sensor --");

        assertThat(only(withEntrypoint("/.inlay/sensor", "--", "web"), known(List.of())).cause())
                .isEqualTo(Cause.UNHEARD);
        var reporting = known(List.of(heard("s-1", TASK, NOW)));
        assertThat(Coverage.of(List.of(bypassed), reporting, NOW).gaps())
                .as("a shell that starts the sensor")
                .isEmpty();
    }

    private static Running withEntrypoint(String... entrypoint) {
        return new Running(
                "shop",
                Optional.of("web"),
                TASK,
                "app",
                Optional.empty(),
                WEB + ":1.4-inlay",
                Optional.of(INSTRUMENTED),
                List.of(entrypoint),
                NOW.minusSeconds(3_600));
    }

    @Test
    void tellsAHundredTasksOfAServiceOnce() {
        var tasks =
                IntStream.range(0, 100)
                        .mapToObj(i ->
                                new Running(
                                        "shop",
                                        Optional.of("web"),
                                        TASK + i,
                                        "app",
                                        Optional.empty(),
                                        WEB + ":1.4",
                                        Optional.of(SOURCE),
                                        List.of(),
                                        NOW))
                        .toList();

        var coverage = Coverage.of(tasks, known(List.of()), NOW);

        assertThat(coverage.gaps()).hasSize(1);
        assertThat(coverage.gaps().getFirst().count()).isEqualTo(100);
        assertThat(coverage.gaps().getFirst().tasks()).hasSize(Gap.MAX_TASKS);
        assertThat(coverage.watched()).isZero();
    }

    @Test
    void hearsSilenceFromSensorsAloneWhereNobodyKnowsWhatRuns() {
        var old = NOW.minus(Duration.ofMinutes(22));
        var heard =
                List.of(
                        at("s-silent", "a", old, false),
                        at("s-ended", "b", old, true),
                        at("s-well", "c", NOW, false));

        var coverage = Coverage.ofHeard(heard, NOW);

        assertThat(coverage.watched()).isEqualTo(1);
        assertThat(coverage.gaps()).extracting(Gap::where).containsExactly("task a");
        assertThat(coverage.gaps()).extracting(Gap::cause).containsExactly(Cause.SILENT);
    }

    @Test
    void takesASilentContainerOfThisMachineThatIsGoneForEnded() {
        var old = NOW.minus(Duration.ofMinutes(22));
        var heard = List.of(at("s-1", "gone", old, false), at("s-2", "elsewhere", old, false));
        var known =
                new Known(
                        REGISTRY,
                        Found.whole(List.of(Enrolment.of("shop/*"))),
                        List.of(image()),
                        heard,
                        Set.of("gone"));

        assertThat(Coverage.of(List.of(), known, NOW).gaps())
                .extracting(Gap::where)
                .containsExactly("task elsewhere");
        var gone = known(List.of(heard("s-3", TASK, old)));
        assertThat(Coverage.of(List.of(), gone, NOW).gaps())
                .as("a task ECS does not run")
                .isEmpty();
    }

    @Test
    void findsASilentContainerOfThisMachineByItsHostname() {
        var running =
                new Running(
                        "this machine",
                        Optional.empty(),
                        "0123456789abcdef",
                        "web",
                        Optional.of("0123456789ab"),
                        WEB + ":1.4-inlay",
                        Optional.of(INSTRUMENTED),
                        List.of("/.inlay/sensor"),
                        NOW.minusSeconds(3_600));
        var old = NOW.minus(Duration.ofMinutes(22));

        assertThat(only(running, known(List.of(at("s-1", "0123456789ab", old, false)))).cause())
                .isEqualTo(Cause.SILENT);
        assertThat(
                        Coverage.of(
                                        List.of(running),
                                        known(List.of(at("s-1", "0123456789ab", NOW, false))),
                                        NOW)
                                .gaps())
                .isEmpty();
    }

    private static Container at(String session, String host, Instant lastHeard, boolean ended) {
        return container(session, host, Optional.empty(), lastHeard, ended);
    }
}
