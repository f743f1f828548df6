package dev.inlay.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Claims;
import dev.inlay.image.Digest;
import dev.inlay.image.Enrolment;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Image;
import dev.inlay.image.Images;
import dev.inlay.image.Push;
import dev.inlay.queue.MemoryQueue;
import dev.inlay.queue.QueueName;
import dev.inlay.storage.MemoryTable;
import dev.inlay.task.Tasks;
import dev.inlay.time.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkforceTest {
    private static final Digest FIRST = Digest.ofText("first");
    private static final String ENDED =
            """
            {"detail-type": "ECS Task State Change", "source": "aws.ecs",
             "detail": {"lastStatus": "STOPPED", "taskArn": "arn:task/1"}}
            """;

    private final MemoryTable table = new MemoryTable();
    private final MemoryQueue queue = new MemoryQueue();
    private final FakeListing registry = new FakeListing();
    private final Enrolments enrolments = new Enrolments(table);
    private final FakeTasks tasks = new FakeTasks();
    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-02T03:04:05Z"));
    private long waiting;

    /// Starts one task for each token, as ECS does.
    private static final class FakeTasks implements Tasks {
        private final List<String> asked = new ArrayList<>();
        private final Set<String> tokens = new HashSet<>();
        private boolean running;
        private boolean full;

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public void start(String token) {
            asked.add(token);
            if (full) {
                throw new TransientFailure("no-capacity", "starting a task: no room");
            }
            running |= tokens.add(token);
        }
    }

    @BeforeEach
    void enrol() {
        enrolments.put(Enrolment.of("shop/*"));
    }

    @Test
    void isCalledWhenThereIsWorkAndNotForWhatIsNone() {
        scan(pushed("other/web", "1"));
        assertThat(tasks.tokens).isEmpty();

        scan(pushed("shop/web", "1"));
        assertThat(tasks.tokens).hasSize(1);
        assertThat(queue.take(QueueName.INSTRUMENT)).hasSize(1);
    }

    @Test
    void startsOneTaskHoweverManyScansFindWork() {
        scan(pushed("shop/web", "1"));
        scan(pushed("shop/web", "1"));
        scan(pushed("shop/db", "1"));
        clock.advance(Duration.ofMinutes(3));
        scan(pushed("shop/cache", "1"));

        assertThat(tasks.tokens).hasSize(1);
    }

    @Test
    void showsTheSameTokenWhenTwoScansSeeNobodyAtTheSameTime() {
        workforce().needed();
        tasks.running = false;
        workforce().needed();

        assertThat(tasks.asked).hasSize(2);
        assertThat(tasks.tokens).hasSize(1);
        assertThat(tasks.asked).allMatch(token -> token.matches("[0-9a-f]{32}"));
    }

    @Test
    void isAskedAgainByTheRedeliveredMessageWhenThereWasNoRoom() {
        tasks.full = true;
        assertThatThrownBy(() -> scan(pushed("shop/web", "1")))
                .isInstanceOf(TransientFailure.class);
        assertThat(tasks.tokens).isEmpty();
        assertThat(queue.take(QueueName.INSTRUMENT)).hasSize(1);

        tasks.full = false;
        clock.advance(Duration.ofMinutes(1));
        scan(pushed("shop/web", "1"));

        assertThat(tasks.tokens).hasSize(1);
        assertThat(queue.take(QueueName.INSTRUMENT)).isEmpty();
    }

    @Test
    void leavesAlonePushesThatWereWorkedOnAlready() {
        scan(pushed("shop/web", "1"));
        images().done(new Push("shop/web", "1", FIRST), List.of(), published());
        tasks.tokens.clear();
        tasks.running = false;
        clock.advance(Duration.ofMinutes(5));

        scan(pushed("shop/web", "1"));

        assertThat(tasks.tokens).isEmpty();
    }

    @Test
    void followsATaskThatEndedWhileWorkArrived() {
        waiting = 2;
        scan(ENDED);
        tasks.running = false;
        scan(ENDED);

        assertThat(tasks.tokens).hasSize(1);
    }

    @Test
    void restsWhenNothingWaitsOrSomebodyWorksOrTheTaskDidNotEnd() {
        scan(ENDED);
        waiting = 2;
        scan(ENDED.replace("STOPPED", "RUNNING"));
        tasks.running = true;
        scan(ENDED);

        assertThat(tasks.asked).isEmpty();
    }

    private Image.Published published() {
        return new Image.Published("1-inlay", Digest.ofText("made"), "sensor-1", clock.instant());
    }

    private Images images() {
        return new Images(table, clock);
    }

    private Workforce workforce() {
        return new Workforce(tasks, () -> waiting, clock);
    }

    private void scan(String body) {
        new Scanner(
                        registry,
                        enrolments,
                        images(),
                        new Claims(table, clock),
                        queue,
                        workforce(),
                        "sensor-1",
                        clock)
                .scan(body);
    }

    private String pushed(String repository, String tag) {
        return """
        {"detail-type": "ECR Image Action", "time": "%s", "detail": {"result": "SUCCESS",
         "action-type": "PUSH", "repository-name": "%s", "image-tag": "%s",
         "image-digest": "%s"}}
        """
                .formatted(clock.instant(), repository, tag, FIRST);
    }
}
