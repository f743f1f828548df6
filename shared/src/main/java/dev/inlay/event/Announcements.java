package dev.inlay.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.alert.Alert;
import dev.inlay.alert.AlertSink;
import dev.inlay.alert.DetectionFinding;
import dev.inlay.behaviour.Domain;
import dev.inlay.coverage.CoverageNews;
import dev.inlay.coverage.Gap;
import dev.inlay.coverage.GapDocument;
import dev.inlay.document.Json;
import dev.inlay.image.Image;
import dev.inlay.image.ImageNews;
import dev.inlay.image.Push;
import dev.inlay.image.Reason;
import dev.inlay.policy.Policy;
import dev.inlay.policy.PolicyNews;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Alerts, changes of policies, gaps of coverage and what becomes of images, as events.
public final class Announcements implements AlertSink, PolicyNews, CoverageNews, ImageNews {
    /// Half of what a bus takes.
    private static final int MAX_FINDING = 128 * 1_024;

    /// As many as an event is about.
    private static final int MAX_TASKS = 10;

    private final Events events;
    private final InstantSource clock;

    /// @param clock dates what has no time of its own
    public Announcements(Events events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    @Override
    public void tell(Alert alert) {
        events.tell(
                new Event(
                        alert.detection().isPresent() ? EventName.DETECTION : EventName.VIOLATION,
                        alert.last(),
                        List.of(alert.image().value()),
                        DetectionFinding.within(alert, MAX_FINDING)));
    }

    @Override
    public void tell(Gap gap) {
        var name =
                switch (gap.cause().concern()) {
                    case UNINSTRUMENTED -> EventName.UNINSTRUMENTED_TASK;
                    case SILENT -> EventName.SENSOR_SILENT;
                };
        var resources = gap.tasks().stream().limit(MAX_TASKS).toList();
        events.tell(new Event(name, clock.instant(), resources, GapDocument.tree(gap)));
    }

    @Override
    public void published(Policy policy, Set<Domain> settled) {
        tell(EventName.POLICY_CHANGED, policy, settled);
        if (!settled.isEmpty()) {
            tell(EventName.POLICY_SETTLED, policy, settled);
        }
    }

    @Override
    public void instrumented(Push push, Image image) {
        var detail = about(push);
        Optional.ofNullable(image.published().get(push.tag()))
                .ifPresent(published ->
                        detail.put("instrumentedTag", published.tag())
                                .put("instrumentedDigest", published.digest().value())
                                .put("sensor", published.sensor()));
        var platforms = detail.putArray("platforms");
        for (var member : image.platforms()) {
            var platform =
                    platforms
                            .addObject()
                            .put("platform", member.platform().toString())
                            .put("source", member.source().value());
            member.instrumented().ifPresent(twin -> platform.put("instrumented", twin.value()));
            member.left()
                    .ifPresent(reason ->
                            platform.put("code", reason.code()).put("text", reason.text()));
        }
        tell(EventName.IMAGE_INSTRUMENTED, push, detail);
    }

    @Override
    public void failed(Push push, Reason reason) {
        var detail = about(push).put("code", reason.code()).put("text", reason.text());
        tell(EventName.IMAGE_INSTRUMENTATION_FAILED, push, detail);
    }

    private static ObjectNode about(Push push) {
        return Json.object()
                .put("version", 1)
                .put("repository", push.repository())
                .put("tag", push.tag())
                .put("digest", push.digest().value());
    }

    private void tell(EventName name, Push push, ObjectNode detail) {
        events.tell(new Event(name, clock.instant(), List.of(push.digest().value()), detail));
    }

    private void tell(EventName name, Policy policy, Set<Domain> settled) {
        var detail =
                Json.object()
                        .put("version", 1)
                        .put("image", policy.image().value())
                        .put("policyVersion", policy.version())
                        .put("created", Json.time(policy.created()))
                        .put("rules", policy.rules().size());
        detail.set("modes", policy.modes().write());
        detail.set("settled", Json.texts(settled.stream().sorted().map(Domain::word).toList()));
        events.tell(new Event(name, policy.created(), List.of(policy.image().value()), detail));
    }
}
