package dev.inlay.coverage;

import dev.inlay.behaviour.Container;
import dev.inlay.document.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which sensors report. One run of a container may have had several sessions: the one heard of
/// last counts.
final class Sensors {
    private static final String SENSOR = "/.inlay/sensor";
    private static final String CHECK =
            "; check the way from there to the control plane, and whether the container still runs";

    /// One run of a container, however often its session was opened anew.
    private record Run(String place, String name) {}

    private final Map<Run, Container> runs = new HashMap<>();
    private final Instant now;

    Sensors(Collection<Container> heard, Instant now) {
        this.now = now;
        heard.forEach(each -> runs.merge(run(each), each, Sensors::later));
    }

    private static Run run(Container container) {
        var placement = container.placement();
        return placement
                .task()
                .map(task -> new Run(task, placement.name().orElse("")))
                .orElseGet(() -> new Run(placement.hostname(), ""));
    }

    private static Container later(Container a, Container b) {
        return a.lastHeard().isAfter(b.lastHeard()) ? a : b;
    }

    private static List<Run> runs(Running running) {
        var runs = new ArrayList<Run>();
        runs.add(new Run(running.task(), running.name()));
        runs.add(new Run(running.task(), ""));
        running.hostname().ifPresent(hostname -> runs.add(new Run(hostname, "")));
        return runs;
    }

    /// Why an instrumented container is not watched.
    Optional<Gap> missing(Running running) {
        var heard = runs(running).stream().map(runs::get).filter(each -> each != null).findFirst();
        if (heard.filter(each -> !isOld(each)).isPresent()) {
            return Optional.empty();
        }
        var entrypoint = running.entrypoint();
        if (!entrypoint.isEmpty() && !entrypoint.getFirst().equals(SENSOR)) {
            return Optional.of(
                    gap(
                            running,
                            Cause.BYPASSED,
                            "its definition starts it with "
                                    + entrypoint
                                    + " in the place of the sensor; begin that with "
                                    + SENSOR
                                    + " --, or leave it out"));
        }
        if (heard.isPresent()) {
            return Optional.of(gap(running, Cause.SILENT, silence(heard.get())));
        }
        return running.started().plus(Coverage.FIRST_WORD).isAfter(now)
                ? Optional.empty()
                : Optional.of(
                        gap(
                                running,
                                Cause.UNHEARD,
                                "it runs the instrumented image since "
                                        + Json.time(running.started())
                                        + ", and its sensor was never heard of"
                                        + CHECK));
    }

    /// Sensors that fell silent, of containers that nobody else knows of.
    ///
    /// @param seen hostnames that ran here before: what of them is gone has ended
    List<Gap> silentElsewhere(List<Running> running, Set<String> seen) {
        var known = new HashSet<Run>();
        running.forEach(each -> known.addAll(runs(each)));
        return runs.entrySet().stream()
                .filter(each -> !known.contains(each.getKey()))
                .map(Map.Entry::getValue)
                .filter(each -> each.placement().task().isEmpty())
                .filter(each -> !seen.contains(each.placement().hostname()))
                .filter(this::isSilent)
                .map(this::gap)
                .toList();
    }

    /// All that fell silent without a last word.
    List<Gap> silent() {
        return runs.values().stream().filter(this::isSilent).map(this::gap).toList();
    }

    long reporting() {
        return runs.values().stream().filter(each -> !each.ended() && !isOld(each)).count();
    }

    private boolean isSilent(Container container) {
        return !container.ended() && isOld(container);
    }

    private boolean isOld(Container container) {
        return container.lastHeard().plus(Coverage.SILENT_AFTER).isBefore(now);
    }

    private static String silence(Container container) {
        return "its sensor was last heard of at " + Json.time(container.lastHeard()) + CHECK;
    }

    private static Gap gap(Running running, Cause cause, String because) {
        return new Gap(
                cause,
                because,
                running.cluster(),
                running.service(),
                running.name(),
                running.reference(),
                running.digest(),
                List.of(running.task()),
                1,
                Optional.empty(),
                false);
    }

    private Gap gap(Container container) {
        var placement = container.placement();
        var task = placement.task().orElse(placement.hostname());
        return new Gap(
                Cause.SILENT,
                silence(container),
                placement.cluster().orElse(""),
                Optional.empty(),
                placement.name().orElse(placement.hostname()),
                container.source(),
                Optional.of(container.image()),
                List.of(task),
                1,
                Optional.empty(),
                false);
    }
}
