package dev.inlay.census;

import dev.inlay.aws.Connection;
import dev.inlay.aws.Settings;
import dev.inlay.aws.ecs.EcsFleet;
import dev.inlay.aws.ecs.EcsRollout;
import dev.inlay.aws.events.EventBus;
import dev.inlay.aws.lambda.Snapshot;
import dev.inlay.aws.sns.SnsSink;
import dev.inlay.coverage.CoverageNews;
import dev.inlay.coverage.Fleet;
import dev.inlay.coverage.Rollout;
import dev.inlay.event.Announcements;
import dev.inlay.log.Lines;
import dev.inlay.log.MetricLines;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// coverage on AWS.
final class CoverageWiring {
    private final Settings settings = new Settings(System.getenv());
    private final InstantSource clock = InstantSource.system();

    private record Parts(Knowledge knowledge, Fleet fleet, Census census) {}

    Supplier<Census> census() {
        var snapshot = Snapshot.of(this::parts, CoverageWiring::pass);
        return () -> snapshot.get().census();
    }

    Lines lines() {
        return new MetricLines("coverage", clock);
    }

    private Parts parts() {
        var connection = Connection.ofEnvironment();
        var tables = settings.tables(connection, clock);
        var knowledge = new Knowledge(tables, settings.text("INLAY_REGISTRY"), clock);
        var fleet = new EcsFleet(connection);
        var closing = new Closing(tables, rollout(connection), news(connection), clock);
        return new Parts(knowledge, fleet, new Census(knowledge, fleet, closing, clock));
    }

    private Rollout rollout(Connection connection) {
        return settings.isOn("INLAY_ROLL")
                ? new EcsRollout(connection)
                : Rollout.refused(
                        "this stack may not deploy services: set its setting rollServices");
    }

    /// Told to both: a repeat after a failure of the second tells the first one twice.
    private CoverageNews news(Connection connection) {
        var topic = new SnsSink(connection, settings.text("INLAY_TOPIC"));
        var bus = new Announcements(new EventBus(connection, settings.text("INLAY_BUS")), clock);
        return gap -> {
            topic.tell(gap);
            bus.tell(gap);
        };
    }

    /// A look that notes nothing and tells nobody.
    private static void pass(Parts parts) {
        var running = parts.fleet().running().orElse(List.of());
        var _ = parts.fleet().idle(running);
        var _ = parts.knowledge().of(running, parts.knowledge().heard().read(), Set.of());
    }
}
