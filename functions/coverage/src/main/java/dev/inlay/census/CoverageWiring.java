package dev.inlay.census;

import dev.inlay.aws.Connection;
import dev.inlay.aws.dynamodb.DynamoDbTable;
import dev.inlay.aws.ecs.EcsFleet;
import dev.inlay.aws.ecs.EcsRollout;
import dev.inlay.aws.events.EventBus;
import dev.inlay.coverage.Concern;
import dev.inlay.coverage.CoverageNews;
import dev.inlay.coverage.Gap;
import dev.inlay.coverage.GapDocument;
import dev.inlay.coverage.Rollout;
import dev.inlay.event.Event;
import dev.inlay.event.EventName;
import dev.inlay.event.Events;
import dev.inlay.failure.PermanentFailure;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// coverage on AWS.
final class CoverageWiring {
    private final Map<String, String> environment = System.getenv();
    private final Clock clock = Clock.systemUTC();

    Census census() {
        var connection = Connection.ofEnvironment();
        var tables =
                DynamoDbTable.tables(
                        connection,
                        text("INLAY_CATALOG_TABLE"),
                        text("INLAY_PROFILES_TABLE"),
                        text("INLAY_RUNTIME_TABLE"),
                        text("INLAY_FINDINGS_TABLE"),
                        clock);
        return new Census(
                new Knowledge(tables, text("INLAY_REGISTRY"), clock),
                new EcsFleet(connection),
                new Closing(
                        tables,
                        rollout(connection),
                        news(new EventBus(connection, text("INLAY_BUS"))),
                        clock),
                clock);
    }

    private String text(String name) {
        var value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new PermanentFailure(
                    "setting-missing",
                    "starting: %s is not set in the environment; the stack sets it, so deploy it again"
                            .formatted(name));
        }
        return value;
    }

    private Rollout rollout(Connection connection) {
        return "true".equals(environment.get("INLAY_ROLL"))
                ? new EcsRollout(connection)
                : Rollout.refused("this stack may not deploy services: set its setting roll");
    }

    private CoverageNews news(Events bus) {
        return gap ->
                bus.tell(
                        new Event(
                                name(gap),
                                clock.instant(),
                                List.of(gap.tasks().getFirst()),
                                GapDocument.tree(gap)));
    }

    private static EventName name(Gap gap) {
        Concern concern = gap.cause().concern();
        return switch (concern) {
            case UNINSTRUMENTED -> EventName.UNINSTRUMENTED_TASK;
            case SILENT -> EventName.SENSOR_SILENT;
        };
    }
}
