package dev.inlay.census;

import dev.inlay.behaviour.Container;
import dev.inlay.coverage.Coverage;
import dev.inlay.coverage.Fleet;
import dev.inlay.coverage.Gap;
import dev.inlay.coverage.Gaps;
import dev.inlay.coverage.Running;
import dev.inlay.log.Line;
import dev.inlay.log.Once;
import dev.inlay.storage.Unreadable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// One look at what runs.
final class Census {
    /// Hostnames of the machine that are remembered, so that a container which ends between two
    /// looks is not taken for a silent one.
    private static final int MAX_SEEN = 10_000;

    private final Knowledge knowledge;
    private final Fleet fleet;
    private final Closing closing;
    private final InstantSource clock;
    private final Once once = new Once();
    private final Set<String> seen =
            Collections.newSetFromMap(
                    new LinkedHashMap<>() {
                        @Override
                        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                            return size() > MAX_SEEN;
                        }
                    });

    Census(Knowledge knowledge, Fleet fleet, Closing closing, InstantSource clock) {
        this.knowledge = knowledge;
        this.fleet = fleet;
        this.closing = closing;
        this.clock = clock;
    }

    /// Everything; gaps that are not there any more are closed.
    ///
    /// @param log takes what could not be read, once
    Line all(Consumer<Line> log) {
        var now = clock.instant();
        var running = fleet.running();
        var found = knowledge.heard();
        Stream.concat(
                        found.unreadable().stream().map(Census::leftOut),
                        knowledge.unreadable().stream().map(Census::leftOutOfAll))
                .filter(once::isNew)
                .forEach(log);
        var heard = found.read();
        var coverage =
                running.map(each -> of(each, heard, now))
                        .orElseGet(() -> Coverage.ofHeard(heard, now));
        closing.open(coverage.gaps(), log);
        var unwatched = coverage.gaps().stream().mapToLong(Gap::count).sum();
        var summary =
                new Gaps.Summary(
                        now,
                        running.isPresent(),
                        coverage.watched(),
                        coverage.foreign(),
                        unwatched);
        closing.looked(coverage.gaps(), summary);
        return Line.of(Line.Result.DONE, told(summary))
                .count("Watched", summary.watched())
                .count("Unwatched", summary.unwatched());
    }

    private static Line leftOut(Unreadable container) {
        return container.leftOut(
                "until its next frame says it anew it counts as one whose sensor was never heard of");
    }

    private static Line leftOutOfAll(Unreadable enrolment) {
        return enrolment.leftOut(
                "until it is enrolled again, what runs of its repositories counts as nobody's concern");
    }

    private Coverage of(List<Running> running, List<Container> heard, Instant now) {
        running.forEach(each -> each.hostname().ifPresent(seen::add));
        var idle = fleet.idle(running);
        var known =
                knowledge.of(Stream.concat(running.stream(), idle.stream()).toList(), heard, seen);
        return Coverage.of(running, known, now).with(idle, known);
    }

    /// One task that has just started: too early for its sensor, not for what it runs.
    Line one(String cluster, String task, Consumer<Line> log) {
        var running = fleet.running(cluster, task);
        var known = knowledge.of(running, List.of(), Set.of());
        var gaps = Coverage.of(running, known, clock.instant()).gaps();
        closing.open(gaps, log);
        var text =
                "looked at %s: %d of %d containers are not watched"
                        .formatted(task, gaps.stream().mapToLong(Gap::count).sum(), running.size());
        return Line.of(Line.Result.DONE, text).about("task", task);
    }

    private static String told(Gaps.Summary summary) {
        return summary.known()
                ? "of what runs, %d are watched, %d are not, %d are nobody's concern"
                        .formatted(summary.watched(), summary.unwatched(), summary.foreign())
                : "%d sensors report, %d fell silent; nobody here can say what else runs"
                        .formatted(summary.watched(), summary.unwatched());
    }
}
