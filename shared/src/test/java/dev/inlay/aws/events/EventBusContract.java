package dev.inlay.aws.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.alert.AlertExamples;
import dev.inlay.alert.AlertSink;
import dev.inlay.alert.AlertSinkContract;
import dev.inlay.aws.Connection;
import dev.inlay.aws.DeliveredMessages;
import dev.inlay.aws.Moto;
import dev.inlay.behaviour.Domain;
import dev.inlay.behaviour.Mode;
import dev.inlay.coverage.Cause;
import dev.inlay.coverage.GapExamples;
import dev.inlay.document.Json;
import dev.inlay.event.Announcements;
import dev.inlay.event.Event;
import dev.inlay.event.EventName;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Decline;
import dev.inlay.image.Digest;
import dev.inlay.image.Image;
import dev.inlay.image.Images;
import dev.inlay.image.Push;
import dev.inlay.policy.Modes;
import dev.inlay.policy.Policy;
import dev.inlay.storage.MemoryTable;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;

/// The sink's contract through a bus, and what EventBridge adds, against one of its emulators.
abstract class EventBusContract extends AlertSinkContract {
    private final Connection connection;
    private final EventBridgeClient client;
    private final String name = Moto.name("inlay");
    private final DeliveredMessages delivered;
    private final EventBus bus;

    EventBusContract(Connection connection) {
        this.connection = connection;
        this.client = connection.client(EventBridgeClient.builder());
        client.createEventBus(make -> make.name(name));
        this.delivered = rule("{\"source\":[\"dev.inlay\"]}");
        this.bus = new EventBus(connection, name);
    }

    private DeliveredMessages rule(String pattern) {
        var queue = new DeliveredMessages(connection);
        var rule = Moto.name("rule");
        client.putRule(make -> make.name(rule).eventBusName(name).eventPattern(pattern));
        client.putTargets(make ->
                make.rule(rule)
                        .eventBusName(name)
                        .targets(Target.builder().id("queue").arn(queue.arn()).build()));
        return queue;
    }

    @Override
    protected AlertSink sink() {
        return new Announcements(bus, () -> AlertExamples.AT);
    }

    @Override
    protected JsonNode received() {
        return delivered.next();
    }

    @Override
    protected String fingerprint(JsonNode received) {
        return received.path("detail").path("finding_info").path("uid").asText();
    }

    @Test
    void tellsADetectionAsAFindingThatRulesCanChoose() {
        var critical =
                rule("{\"detail-type\":[\"Detection\"],\"detail\":{\"severity\":[\"Critical\"]}}");

        sink().tell(AlertExamples.shell());

        var event = critical.next();
        assertThat(event.path("source").asText()).isEqualTo("dev.inlay");
        assertThat(event.path("resources").path(0).asText()).isEqualTo(AlertExamples.IMAGE.value());
        assertThat(event.path("time").asText()).startsWith("2026-01-02T03:04:05");
        assertThat(event.path("detail").path("class_uid").asInt()).isEqualTo(2004);
    }

    @Test
    void tellsThatAPolicyChangedAndWhenItSettled() {
        var policy =
                new Policy(
                        AlertExamples.IMAGE,
                        3,
                        AlertExamples.AT,
                        Modes.all(Mode.LEARN).with(Domain.FILE, Mode.RECORD),
                        List.of());
        var settled = rule("{\"detail-type\":[\"Policy Settled\"]}");

        new Announcements(bus, () -> AlertExamples.AT).published(policy, Set.of(Domain.FILE));

        assertThat(received().path("detail-type").asText()).startsWith("Policy ");
        var detail = settled.next().path("detail");
        assertThat(detail.path("policyVersion").asInt()).isEqualTo(3);
        assertThat(detail.path("settled").path(0).asText()).isEqualTo("file");
        assertThat(detail.path("modes").path("file").asText()).isEqualTo("record");
    }

    @Test
    void tellsWhatBecameOfImages() {
        var push = new Push("shop/web", "1.4", AlertExamples.IMAGE);
        var published =
                new Image.Published(
                        "1.4-inlay", Digest.ofText("the twin"), "0.1.0", AlertExamples.AT);
        var images = new Images(new MemoryTable(), Clock.systemUTC());
        var image = images.done(push, List.of(), published);
        var announcements = new Announcements(bus, () -> AlertExamples.AT);
        var failures = rule("{\"detail-type\":[\"Image Instrumentation Failed\"]}");

        announcements.instrumented(push, image);
        var done = received();
        announcements.failed(push, Decline.OS.because("it runs on Windows"));

        assertThat(done.path("detail-type").asText()).isEqualTo("Image Instrumented");
        assertThat(done.path("detail").path("instrumentedTag").asText()).isEqualTo("1.4-inlay");
        var failed = failures.next().path("detail");
        assertThat(failed.path("code").asText()).isEqualTo("os");
        assertThat(failed.path("digest").asText()).isEqualTo(AlertExamples.IMAGE.value());
    }

    @Test
    void tellsWhatRunsUnwatchedUnderTheNameOfItsConcern() {
        var announcements = new Announcements(bus, () -> AlertExamples.AT);

        announcements.tell(GapExamples.of(Cause.SILENT));
        announcements.tell(GapExamples.of(Cause.PINNED));

        assertThat(List.of(received(), received()))
                .extracting(event -> event.path("detail-type").asText())
                .containsExactlyInAnyOrder("Sensor Silent", "Uninstrumented Task");
    }

    @Test
    void refusesAnEventThatTheServiceWouldNotTake() {
        var large = Json.object().put("text", "x".repeat(256 * 1_024));
        var event = new Event(EventName.VIOLATION, AlertExamples.AT, List.of(), large);

        assertThatThrownBy(() -> bus.tell(event))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("262,144");
    }
}
