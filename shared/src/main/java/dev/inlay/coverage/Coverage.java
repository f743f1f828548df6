package dev.inlay.coverage;

import dev.inlay.behaviour.Container;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What of all that runs is watched, and what is not.
///
/// @param watched containers with a sensor that reports, or that has time left to begin
/// @param foreign containers that no enrolment wants watched
/// @param gaps the others, together by service
public record Coverage(long watched, long foreign, List<Gap> gaps) {
    /// Twice the longest steady interval that sensors are told, which is ten minutes, and a little
    /// more: one frame may be late.
    public static final Duration SILENT_AFTER = Duration.ofMinutes(21);

    /// From the start of a container until its first frame is missed: that is sent at once, and has
    /// queues on its way.
    public static final Duration FIRST_WORD = Duration.ofMinutes(3);

    public Coverage {
        gaps = List.copyOf(gaps);
    }

    /// Where somebody knows what runs.
    public static Coverage of(List<Running> running, Known known, Instant now) {
        var catalog = new Catalog(known);
        var sensors = new Sensors(known.heard(), now);
        var gaps = new ArrayList<Gap>();
        long foreign = 0;
        for (var each : running) {
            switch (catalog.standing(each)) {
                case Standing.Foreign() -> foreign++;
                case Standing.Bare(var gap) -> gaps.add(gap);
                case Standing.Instrumented() -> sensors.missing(each).ifPresent(gaps::add);
            }
        }
        long watched = running.size() - foreign - gaps.size();
        gaps.addAll(sensors.silentElsewhere(running, known.seen()));
        return new Coverage(watched, foreign, together(gaps));
    }

    /// Services that run nothing now and would run something else than they should. They are not
    /// counted among what runs.
    public Coverage with(List<Idle> idle, Known known) {
        var catalog = new Catalog(known);
        var all = new ArrayList<>(gaps);
        for (var each : idle) {
            switch (catalog.standing(each)) {
                case Standing.Bare(var gap) when gap.cause().endsByDeploying() -> all.add(gap);
                case Standing.Bare _, Standing.Foreign _, Standing.Instrumented _ -> {}
            }
        }
        return new Coverage(watched, foreign, together(all));
    }

    /// Where nobody knows what runs: from what sensors said alone.
    public static Coverage ofHeard(List<Container> heard, Instant now) {
        var sensors = new Sensors(heard, now);
        return new Coverage(sensors.reporting(), 0, together(sensors.silent()));
    }

    private static List<Gap> together(List<Gap> gaps) {
        Map<String, Gap> byService = new LinkedHashMap<>();
        gaps.forEach(gap -> byService.merge(gap.fingerprint(), gap, Gap::with));
        return List.copyOf(byService.values());
    }
}
