package dev.inlay.eval;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.aws.lambda.NoContext;
import dev.inlay.behaviour.Container;
import dev.inlay.behaviour.Containers;
import dev.inlay.behaviour.FrameReader;
import dev.inlay.document.Examples;
import dev.inlay.image.Digest;
import dev.inlay.policy.PolicyNews;
import dev.inlay.policy.TestSigner;
import dev.inlay.queue.MemoryQueue;
import dev.inlay.queue.QueueName;
import dev.inlay.storage.MemoryTable;
import dev.inlay.storage.Tables;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Digest SHOP = Digest.ofText("shop");

    private final Tables tables =
            new Tables(
                    new MemoryTable(CLOCK),
                    new MemoryTable(CLOCK),
                    new MemoryTable(CLOCK),
                    new MemoryTable(CLOCK));
    private final Containers containers = new Containers(tables.runtime());
    private final MemoryQueue queue = new MemoryQueue();

    @Test
    void askForAnEvaluationOfEveryImageThatRunsOnce() {
        heard(SHOP, "s-1", NOW.minusSeconds(30));
        heard(SHOP, "s-2", NOW.minusSeconds(300));
        heard(Digest.ofText("silent"), "s-3", NOW.minus(Duration.ofHours(1)));

        assertThat(deliver("{\"sweep\":true}")).isEmpty();

        assertThat(queue.take(QueueName.EVALUATE))
                .containsExactly("{\"image\":\"" + SHOP.value() + "\"}");
    }

    @Test
    void askForNothingWhereNothingRuns() {
        assertThat(deliver("{\"sweep\":true}")).isEmpty();

        assertThat(queue.take(QueueName.EVALUATE)).isEmpty();
    }

    @Test
    void passStrangeMessagesBy() {
        for (var body : List.of("", "x", "{}", "[]", "{\"image\":\"sha256:1\"}", "{\"image\":7}")) {
            assertThat(deliver(body)).isEmpty();
        }
        assertThat(queue.take(QueueName.EVALUATE)).isEmpty();
    }

    private void heard(Digest image, String session, Instant at) {
        var frame = (ObjectNode) Examples.tree("frame.json");
        frame.put("image", image.value()).put("session", session);
        containers.heard(
                Container.of(FrameReader.read(frame.toString()).stored("the example"), at));
        containers.remember(image, at);
    }

    private List<String> deliver(String body) {
        var message = new SQSEvent.SQSMessage();
        message.setMessageId("m");
        message.setBody(body);
        var event = new SQSEvent();
        event.setRecords(List.of(message));
        var handler =
                new PolicyEvalHandler(
                        tables, queue, new TestSigner(), _ -> {}, PolicyNews.none(), CLOCK);
        return handler.handleRequest(event, new NoContext()).getBatchItemFailures().stream()
                .map(each -> each.getItemIdentifier())
                .toList();
    }
}
