package dev.inlay.eval;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.behaviour.Container;
import dev.inlay.behaviour.Containers;
import dev.inlay.behaviour.FrameReader;
import dev.inlay.document.Examples;
import dev.inlay.image.Digest;
import dev.inlay.log.Line;
import dev.inlay.policy.Policies;
import dev.inlay.policy.PolicyNews;
import dev.inlay.policy.TestSigner;
import dev.inlay.queue.MemoryQueue;
import dev.inlay.queue.QueueName;
import dev.inlay.queue.Rejections;
import dev.inlay.storage.Key;
import dev.inlay.storage.MemoryTable;
import dev.inlay.storage.Tables;
import dev.inlay.storage.Write;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Digest SHOP = Digest.ofText("shop");

    private final Tables tables = MemoryTable.four(CLOCK);
    private final Containers containers = new Containers(tables.runtime());
    private final MemoryQueue queue = new MemoryQueue();
    private final List<Line> lines = new ArrayList<>();
    private final Evaluations evaluations =
            new Evaluations(
                    new Evaluation(
                            tables,
                            new Policies(tables.catalog(), new TestSigner(), CLOCK),
                            _ -> {},
                            PolicyNews.none(),
                            CLOCK),
                    new Rounds(containers, queue, CLOCK),
                    new Rejections(tables.runtime()),
                    CLOCK);

    @Test
    void askForAnEvaluationOfEveryImageThatRunsOnce() {
        heard(SHOP, "s-1", NOW.minusSeconds(30));
        heard(SHOP, "s-2", NOW.minusSeconds(300));
        heard(Digest.ofText("silent"), "s-3", NOW.minus(Duration.ofHours(1)));

        assertThat(deliver("{\"sweep\":true}")).isEmpty();

        assertThat(queue.take(QueueName.EVALUATE))
                .containsExactly("{\"image\":\"" + SHOP.value() + "\"}");
    }

    /// Whether it runs nobody can say, so its image is looked at as well.
    @Test
    void goOnWhereAContainerCannotBeRead() {
        var web = Digest.ofText("web");
        heard(SHOP, "s-1", NOW.minusSeconds(30));
        heard(web, "s-2", NOW.minus(Duration.ofHours(1)));
        tables.runtime().write(Write.put(new Key("container#" + web, "s-2"), "{\"version\":1,"));
        assertThat(deliver("{\"sweep\":true}")).isEmpty();
        assertThat(deliver("{\"sweep\":true}")).isEmpty();

        assertThat(queue.take(QueueName.EVALUATE))
                .containsExactlyInAnyOrder(
                        "{\"image\":\"" + SHOP + "\"}", "{\"image\":\"" + web + "\"}",
                        "{\"image\":\"" + SHOP + "\"}", "{\"image\":\"" + web + "\"}");
        assertThat(lines.stream().filter(line -> line.result() == Line.Result.REJECTED))
                .as("said once")
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.text()).contains("its next frame says it anew");
                    assertThat(line.about())
                            .containsEntry("partition", "container#" + web)
                            .containsEntry("sort", "s-2");
                });
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
        var message = new SQSMessage();
        message.setMessageId("m");
        message.setBody(body);
        return evaluations.take(List.of(message), lines::add);
    }
}
