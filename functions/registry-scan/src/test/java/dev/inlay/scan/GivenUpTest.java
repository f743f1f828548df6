package dev.inlay.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.inlay.image.Claims;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Images;
import dev.inlay.queue.MemoryQueue;
import dev.inlay.queue.Rejections;
import dev.inlay.storage.AwayTable;
import dev.inlay.storage.MemoryTable;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// SQS puts a push aside after the last attempt, and does not say why: the function does.
class GivenUpTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final Rejections rejections = Rejections.ofSqs(new MemoryTable(CLOCK));

    private List<String> take(String body, int receives) {
        var message = new SQSMessage();
        message.setMessageId("m");
        message.setBody(body);
        message.setEventSourceArn("arn:aws:sqs:eu-central-1:111122223333:pushes");
        message.setAttributes(Map.of("ApproximateReceiveCount", Integer.toString(receives)));
        var away = new AwayTable();
        var scanner =
                new Scanner(
                        new FakeListing(),
                        new Enrolments(away),
                        new Images(away, CLOCK),
                        new Claims(away, CLOCK),
                        new MemoryQueue(),
                        Workforce.always(),
                        "1",
                        CLOCK);
        return new Scanning(scanner, rejections, CLOCK).take(List.of(message), _ -> {});
    }

    private List<String> reasons() {
        return rejections.of(List.of("pushes"), 9, NOW).read().stream()
                .map(Rejections.Rejected::because)
                .toList();
    }

    @Test
    void leavesTheReasonAtTheLastAttemptOnly() {
        assertThat(take("{\"sweep\":true}", Rejections.TRIES - 1)).containsExactly("m");
        assertThat(reasons()).isEmpty();

        assertThat(take("{\"sweep\":true}", Rejections.TRIES)).containsExactly("m");
        assertThat(reasons()).singleElement().asString().contains("the store is away");
    }

    @Test
    void leavesTheReasonAtOnceWhereNoAttemptCanHelp() {
        assertThat(take("nonsense", 1)).isEmpty();
        assertThat(reasons()).hasSize(1);
    }
}
