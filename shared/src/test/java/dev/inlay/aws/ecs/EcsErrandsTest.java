package dev.inlay.aws.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.aws.Answers;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.task.Errands;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;

/// The emulator runs no containers; this is what ECS and CloudWatch Logs say when one ran.
class EcsErrandsTest {
    private static final Errands.Errand ERRAND =
            new Errands.Errand(
                    "probe-arm64",
                    "111122223333.dkr.ecr.eu-central-1.amazonaws.com/inlay-probe@sha256:1",
                    "arm64",
                    List.of("/.inlay/sensor", "probe"));
    private static final String DEFINITION =
            "{\"taskDefinition\":{\"taskDefinitionArn\":\"arn:definition/inlay-probe-arm64:1\"}}";
    private static final String STARTED = "{\"tasks\":[{\"taskArn\":\"arn:task/inlay/abc\"}]}";

    private final Answers aws = Answers.listen();

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void runsATaskOfTheRightProcessorAndReadsItsLog() {
        aws.then(200, "");
        aws.then(200, DEFINITION);
        aws.then(200, STARTED);
        aws.then(200, task("PROVISIONING", ""));
        aws.then(
                200,
                task(
                        "STOPPED",
                        ",\"platformVersion\":\"1.4.0\",\"containers\":[{\"exitCode\":0}]"));
        aws.then(200, "{\"events\":[{\"message\":\"{\"},{\"message\":\"}\"}]}");

        var ended = errands(9).run(ERRAND);

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.output()).isEqualTo("{\n}");
        assertThat(ended.place()).isEqualTo("AWS Fargate 1.4.0 in eu-central-1");
        var asked = aws.asked();
        assertThat(asked.get(1).body())
                .contains("ARM64", "FARGATE", "arn:role", "inlay-probe@sha256:1");
        assertThat(asked.getLast().body()).contains("probe-arm64/errand/abc");
    }

    @Test
    void tellsWhatKeptItFromRunning() {
        aws.then(400, "{\"__type\":\"ResourceAlreadyExistsException\"}");
        aws.then(200, DEFINITION);
        aws.then(200, STARTED);
        aws.then(
                200,
                task(
                        "STOPPED",
                        ",\"stoppedReason\":\"CannotPullContainerError\",\"containers\":[{}]"));
        aws.then(400, "{\"__type\":\"ResourceNotFoundException\"}");

        var ended = errands(9).run(ERRAND);

        assertThat(ended.exitCode()).isEqualTo(-1);
        assertThat(ended.because()).isEqualTo("CannotPullContainerError");
        assertThat(ended.output()).isEmpty();
    }

    @Test
    void callsWantOfRoomTransient() {
        aws.then(200, "{}");
        aws.then(200, DEFINITION);
        aws.then(200, "{\"failures\":[{\"reason\":\"Capacity is unavailable at this time.\"}]}");

        assertThatThrownBy(() -> errands(9).run(ERRAND)).isInstanceOf(TransientFailure.class);
    }

    @Test
    void callsWhatTimeDoesNotMendPermanentAndNamesIt() {
        aws.then(200, "{}");
        aws.then(200, DEFINITION);
        aws.then(200, "{\"failures\":[{\"reason\":\"MISSING\",\"detail\":\"no such subnet\"}]}");

        assertThatThrownBy(() -> errands(9).run(ERRAND))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContainingAll("MISSING", "no such subnet");
    }

    @Test
    void saysWhatTheRoleMayNot() {
        aws.then(200, "{}");
        aws.then(200, DEFINITION);
        aws.thenError(
                400,
                "AccessDeniedException",
                "User: arn:aws:iam::1:user/x is not authorized to perform: ecs:RunTask");

        assertThatThrownBy(() -> errands(9).run(ERRAND))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContainingAll("running probe-arm64 in inlay", "ecs:RunTask");
    }

    /// CloudWatch Logs shows a line a moment after the task ended.
    @Test
    void looksAgainForAnAnswerThatIsNotInTheLogYet() {
        aws.then(200, "{}");
        aws.then(200, DEFINITION);
        aws.then(200, STARTED);
        aws.then(200, task("STOPPED", ",\"containers\":[{\"exitCode\":0}]"));
        aws.then(400, "{\"__type\":\"ResourceNotFoundException\"}");
        aws.then(200, "{\"events\":[]}");
        aws.then(200, "{\"events\":[{\"message\":\"{}\"}]}");

        assertThat(errands(9).run(ERRAND).output()).isEqualTo("{}");
    }

    @Test
    void givesUpOnALogThatStaysEmpty() {
        aws.then(200, "{}");
        aws.then(200, DEFINITION);
        aws.then(200, STARTED);
        aws.then(200, task("STOPPED", ",\"containers\":[{\"exitCode\":1}]"));
        aws.then(200, "{\"events\":[]}");

        var ended = errands(9).run(ERRAND);

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output()).isEmpty();
    }

    @Test
    void callsWantOfTimeTransientNamesTheTaskAndStopsIt() {
        aws.then(200, "{}");
        aws.then(200, DEFINITION);
        aws.then(200, STARTED);
        aws.then(200, task("RUNNING", ""));
        aws.then(200, task("RUNNING", ""));
        assertThatThrownBy(() -> errands(2).run(ERRAND))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("arn:task/inlay/abc");
        assertThat(aws.asked().getLast().target()).endsWith("StopTask");
    }

    @Test
    void refusesAProcessorFargateDoesNotHave() {
        aws.then(200, "{}");
        var errand = new Errands.Errand("probe-s390x", "x", "s390x", List.of("x"));

        assertThatThrownBy(() -> errands(1).run(errand)).isInstanceOf(PermanentFailure.class);
    }

    private static String task(String status, String more) {
        return "{\"tasks\":[{\"taskArn\":\"arn:task/inlay/abc\",\"lastStatus\":\"%s\"%s}]}"
                .formatted(status, more);
    }

    private EcsErrands errands(int looks) {
        var neighbour = new Neighbour("inlay", NetworkConfiguration.builder().build(), "arn:role");
        return new EcsErrands(aws.connection(), neighbour, Duration.ofMillis(1), looks);
    }
}
