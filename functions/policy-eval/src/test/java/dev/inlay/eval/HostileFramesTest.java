package dev.inlay.eval;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.alert.Alert;
import dev.inlay.alert.Alerts;
import dev.inlay.aws.lambda.NoContext;
import dev.inlay.behaviour.Frame;
import dev.inlay.behaviour.FrameReader;
import dev.inlay.document.Examples;
import dev.inlay.image.Digest;
import dev.inlay.policy.Policies;
import dev.inlay.policy.PolicyNews;
import dev.inlay.policy.Rule;
import dev.inlay.policy.TestSigner;
import dev.inlay.profile.FrameProfile;
import dev.inlay.profile.Profiles;
import dev.inlay.queue.MemoryQueue;
import dev.inlay.storage.MemoryTable;
import dev.inlay.storage.Tables;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// A container in somebody else's hands can send any frame of its own image. Whatever it sends, the
/// image's policy stays readable, and nothing it says grants more than it did.
class HostileFramesTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:05:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final Tables tables = MemoryTable.four(CLOCK);
    private final TestSigner signer = new TestSigner();
    private final Policies policies = new Policies(tables.catalog(), signer, CLOCK);
    private final List<Alert> told = new ArrayList<>();
    private final Digest image = new Digest(Examples.tree("frame.json").path("image").asText());
    private int sessions;

    /// A frame with one learnt behaviour, changed as an attacker likes.
    private void send(Consumer<ObjectNode> change) {
        var frame = (ObjectNode) Examples.tree("frame.json");
        frame.put("session", "s-" + sessions++);
        var entry = (ObjectNode) frame.path("behaviours").path(1).deepCopy();
        frame.putArray("behaviours").add(entry);
        change.accept(entry);
        FrameReader.read(frame.toString()).found().ifPresent(this::store);
    }

    private void store(Frame frame) {
        var profile = FrameProfile.of(frame, NOW);
        var profiles = new Profiles(tables.profiles());
        profile.entries().values().forEach(each -> profiles.merge(image, each));
        profile.activity().ifPresent(each -> profiles.merge(image, each));
    }

    private static ObjectNode behaviour(ObjectNode entry) {
        return (ObjectNode) entry.path("behaviour");
    }

    private void evaluate() {
        var message = new SQSEvent.SQSMessage();
        message.setMessageId("m");
        message.setBody("{\"image\":\"" + image + "\"}");
        var event = new SQSEvent();
        event.setRecords(List.of(message));
        var handler =
                new PolicyEvalHandler(
                        tables, new MemoryQueue(), signer, told::add, PolicyNews.none(), CLOCK);
        assertThat(handler.handleRequest(event, new NoContext()).getBatchItemFailures()).isEmpty();
        assertThat(policies.current(image)).isPresent();
    }

    @Test
    void survivesTheHighestCountsThereAre() {
        for (long count : new long[] {1L << 24, 1L << 40, (1L << 53) - 1, 1L << 53}) {
            for (int i = 0; i < 40; i++) {
                send(entry -> entry.put("count", count).put("minutes", Math.min(count, 1L << 24)));
                send(entry ->
                        entry.put("count", count).put("minutes", 1).put("verdict", "blocked"));
            }
        }

        evaluate();

        assertThat(new Alerts(tables.findings()).of(image).alerts()).isNotEmpty();
    }

    @Test
    void survivesTimesBeforeAndAfterAllTimes() {
        for (var time :
                List.of(
                        "0000-01-01T00:00:00.000Z",
                        "1969-12-31T23:59:59.999Z",
                        "1970-01-01T00:00:00.000Z",
                        "9999-12-31T23:59:59.999Z")) {
            send(entry -> entry.put("first", time).put("last", time));
            send(entry -> entry.put("first", time).put("last", time).put("verdict", "blocked"));
        }

        evaluate();
    }

    @Test
    void survivesTextsThatGrowWhenTheyAreWritten() {
        for (int i = 0; i < 400; i++) {
            var path = "/srv/" + "\"\\\u0001".repeat(250) + i;
            send(entry ->
                    entry.putObject("behaviour")
                            .put("kind", "file")
                            .put("program", "/x" + path)
                            .put("access", "create")
                            .put("path", path));
        }

        evaluate();

        assertThat(policies.current(image).orElseThrow().rules()).isNotEmpty();
    }

    @Test
    void makesNoWildcardOfWhatAFrameSays() {
        for (var text : List.of("{any}", "/{tree}", "/srv/{tree}", "/srv/{any}", "{", "}")) {
            send(entry -> behaviour(entry).put("program", text));
            send(entry -> behaviour(entry).put("parent", text));
            send(entry -> behaviour(entry).putArray("arguments").add("sh").add("-c").add(text));
        }

        evaluate();

        assertThat(policies.current(image).orElseThrow().rules()).isEmpty();
    }

    @Test
    void tellsAScanOfAThousandPortsInAFewAlerts() {
        for (int port = 1; port <= 1_000; port++) {
            int each = port;
            send(entry -> {
                entry.put("verdict", "blocked").put("count", 1).put("minutes", 1);
                entry.putObject("behaviour")
                        .put("kind", "connect")
                        .put("program", "/opt/jre/bin/java")
                        .put("protocol", "tcp")
                        .put("address", "10.0." + each / 250 + "." + each % 250)
                        .put("port", each);
            });
        }

        evaluate();
        evaluate();

        assertThat(told).hasSizeLessThan(30);
    }

    @Test
    void grantsNothingForSayingThatMuchTimeWentBy() {
        for (int i = 0; i < 5; i++) {
            send(_ -> {});
        }

        evaluate();

        assertThat(policies.current(image).orElseThrow().modes().write().toString())
                .doesNotContain("record")
                .doesNotContain("block");
        assertThat(policies.current(image).orElseThrow().rules())
                .extracting(Rule::byPerson)
                .containsOnly(false);
    }
}
