package dev.inlay.event;

import dev.inlay.alert.Alert;
import dev.inlay.alert.AlertSink;
import dev.inlay.alert.DetectionFinding;
import dev.inlay.behaviour.Domain;
import dev.inlay.coverage.CoverageNews;
import dev.inlay.coverage.Gap;
import dev.inlay.coverage.GapDocument;
import dev.inlay.document.Json;
import dev.inlay.policy.Policy;
import dev.inlay.policy.PolicyNews;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/// Alerts, changes of policies and gaps of coverage as events.
public final class Announcements implements AlertSink, PolicyNews, CoverageNews {
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
