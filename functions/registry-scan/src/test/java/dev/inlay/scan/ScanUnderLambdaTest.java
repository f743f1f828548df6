package dev.inlay.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.aws.lambda.EmulatedStack;
import dev.inlay.aws.lambda.Events;
import dev.inlay.aws.lambda.Lambda;
import dev.inlay.image.Digest;
import dev.inlay.image.Enrolment;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Image;
import dev.inlay.image.Images;
import dev.inlay.image.Order;
import dev.inlay.image.Progress;
import dev.inlay.image.Push;
import dev.inlay.queue.QueueName;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("emulator")
class ScanUnderLambdaTest {
    private static final Push PUSH = new Push("shop/web", "1.4", Digest.ofText("web"));

    /// The cluster is none of the emulator's: starting a task fails for good, after everything
    /// else.
    private final EmulatedStack stack =
            new EmulatedStack()
                    .withTables()
                    .withQueues(QueueName.INSTRUMENT)
                    .with("INLAY_CLUSTER", "nowhere")
                    .with("INLAY_TASK_DEFINITION", "inlay-instrument")
                    .with("INLAY_SUBNETS", "subnet-1")
                    .with("INLAY_SECURITY_GROUPS", "sg-1")
                    .with("INLAY_ASSIGN_PUBLIC_IP", "false");

    @Test
    void ordersWorkForAPushAndParksWhatIsNoneOrCannotBeStarted() {
        new Enrolments(stack.tables().catalog()).put(Enrolment.of("shop/*"));
        var pushed =
                """
                {"detail-type": "ECR Image Action", "source": "aws.ecr", "time": "%s",
                 "detail": {"result": "SUCCESS", "action-type": "PUSH",
                  "repository-name": "shop/web", "image-tag": "1.4", "image-digest": "%s"}}
                """
                        .formatted(Instant.now(), PUSH.digest());

        try (var function =
                Lambda.start("dev.inlay.scan.RegistryScanHandler", stack.environment())) {
            var answer = function.invoke(Events.sqs(Map.of(), pushed, "nonsense", "{\"x\":1}"));

            assertThat(answer.path("batchItemFailures")).isEmpty();
        }
        assertThat(stack.received(QueueName.INSTRUMENT))
                .containsExactly(new Order(PUSH, false).body());
        assertThat(
                        new Images(stack.tables().catalog(), Clock.systemUTC())
                                .get(PUSH.repository(), PUSH.digest()))
                .map(Image::progress)
                .contains(new Progress.Queued());
        var today = "rejected#" + LocalDate.now(ZoneOffset.UTC);
        assertThat(stack.tables().runtime().all(today, ""))
                .hasSize(2)
                .anySatisfy(row ->
                        assertThat(row.document()).contains("aws-refused", "Cluster not found"));
    }
}
