package dev.inlay.eval;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.inlay.behaviour.Containers;
import dev.inlay.image.Digest;
import dev.inlay.policy.Policies;
import dev.inlay.policy.PolicyNews;
import dev.inlay.policy.TestSigner;
import dev.inlay.queue.MemoryQueue;
import dev.inlay.queue.Rejections;
import dev.inlay.storage.AwayTable;
import dev.inlay.storage.MemoryTable;
import dev.inlay.storage.Table;
import dev.inlay.storage.Tables;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// SQS puts an image aside after the last attempt, and does not say why: the function does.
class GivenUpTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final String IMAGE = "{\"image\":\"" + Digest.ofText("image") + "\"}";

    private final Table noted = new MemoryTable(CLOCK);
    private final Rejections rejections = Rejections.ofSqs(noted);

    private List<String> take(String body, int receives) {
        var message = new SQSMessage();
        message.setMessageId("m");
        message.setBody(body);
        message.setEventSourceArn("arn:aws:sqs:eu-central-1:111122223333:images");
        message.setAttributes(Map.of("ApproximateReceiveCount", Integer.toString(receives)));
        var away = new AwayTable();
        var tables = new Tables(new MemoryTable(CLOCK), away, away, new MemoryTable(CLOCK));
        var policies = new Policies(tables.catalog(), new TestSigner(), CLOCK);
        return new Evaluations(
                        new Evaluation(tables, policies, _ -> {}, PolicyNews.none(), CLOCK),
                        new Rounds(new Containers(away), new MemoryQueue(), CLOCK),
                        rejections,
                        CLOCK)
                .take(List.of(message), _ -> {});
    }

    @ParameterizedTest
    @ValueSource(strings = {"image", "sweep"})
    void leavesTheReasonAtTheLastAttemptOnly(String what) {
        var body = what.equals("image") ? IMAGE : "{\"sweep\":true}";
        assertThat(take(body, Rejections.TRIES - 1)).containsExactly("m");
        assertThat(rejections.of(List.of("images"), 9, NOW).read()).isEmpty();

        assertThat(take(body, Rejections.TRIES)).containsExactly("m");
        assertThat(rejections.of(List.of("images"), 9, NOW).read())
                .singleElement()
                .satisfies(each -> assertThat(each.because()).contains("the store is away"));
    }

    @Test
    void leavesNoReasonWhereNothingFailed() {
        assertThat(take("nonsense", Rejections.TRIES)).isEmpty();
        assertThat(rejections.of(List.of("images"), 9, NOW).read()).isEmpty();
    }
}
