package dev.inlay.census;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.inlay.coverage.CoverageNews;
import dev.inlay.coverage.Fleet;
import dev.inlay.coverage.Rollout;
import dev.inlay.log.Line;
import dev.inlay.log.Lines;
import dev.inlay.storage.Tables;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Looks at everything that runs when a schedule asks, and at one task when ECS tells that it runs.
/// A look that failed is made again by whoever called.
public final class CoverageHandler implements RequestHandler<ScheduledEvent, String> {
    private static final String TASK_CHANGE = "ECS Task State Change";

    private final Supplier<Census> census;
    private final Lines lines;

    /// On AWS: everything is in the environment.
    public CoverageHandler() {
        var wiring = new CoverageWiring();
        this.census = wiring.census();
        this.lines = wiring.lines();
    }

    /// With the ports of the place it runs in.
    ///
    /// @param tables reads catalog and runtime, writes findings
    /// @param registry host and port of the registry whose repositories are enrolled
    /// @param fleet knows what runs
    /// @param rollout deploys where an enrolment asks for it
    /// @param news where gaps are told
    public CoverageHandler(
            Tables tables,
            String registry,
            Fleet fleet,
            Rollout rollout,
            CoverageNews news,
            InstantSource clock) {
        var made =
                new Census(
                        new Knowledge(tables, registry, clock),
                        fleet,
                        new Closing(tables, rollout, news, clock),
                        clock);
        this.census = () -> made;
        this.lines = Lines.plain();
    }

    @Override
    public String handleRequest(ScheduledEvent event, Context context) {
        Consumer<Line> log = line -> context.getLogger().log(lines.write(line));
        var done =
                TASK_CHANGE.equals(event.getDetailType())
                        ? one(event.getDetail(), log)
                        : census.get().all(log);
        log.accept(done);
        return done.text();
    }

    private Line one(Map<String, Object> detail, Consumer<Line> log) {
        var cluster = text(detail, "clusterArn");
        var task = text(detail, "taskArn");
        if (cluster.isEmpty() || task.isEmpty()) {
            return Line.of(Line.Result.REJECTED, "ignored an event that names no task");
        }
        return "RUNNING".equals(detail.get("lastStatus"))
                ? census.get().one(cluster.get(), task.get(), log)
                : Line.of(
                        Line.Result.DONE,
                        "nothing to look at: task " + task.get() + " does not run");
    }

    private static Optional<String> text(Map<String, Object> detail, String name) {
        return Optional.ofNullable(detail)
                .map(each -> each.get(name))
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }
}
