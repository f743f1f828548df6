package dev.inlay.profile;

import dev.inlay.behaviour.Tally;
import dev.inlay.behaviour.Verdict;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// What a behaviour in a profile rests on. Merging is commutative, associative and idempotent.
///
/// @param sessions tallies by verdict, exact for up to `CAPACITY` containers, a sample of more
/// @param spans exact for all containers, by verdict
public record Evidence(Sample<Map<Verdict, Tally>> sessions, Map<Verdict, Span> spans) {
    /// Some 100 bytes each: keeps a behaviour's row a few KB, however many containers show it.
    public static final int CAPACITY = 24;

    public Evidence {
        spans = Collections.unmodifiableMap(new EnumMap<>(spans));
    }

    /// What one entry of one frame shows.
    public static Evidence of(String session, Verdict verdict, Tally tally) {
        return new Evidence(
                Sample.of(CAPACITY, session, Map.of(verdict, tally)),
                new EnumMap<>(Map.of(verdict, new Span(tally.first(), tally.last()))));
    }

    /// The join.
    public Evidence merge(Evidence other) {
        var all = new EnumMap<Verdict, Span>(Verdict.class);
        all.putAll(spans);
        other.spans.forEach((verdict, span) -> all.merge(verdict, span, Span::merge));
        return new Evidence(sessions.merge(other.sessions, Evidence::merge), all);
    }

    private static Map<Verdict, Tally> merge(Map<Verdict, Tally> a, Map<Verdict, Tally> b) {
        var all = new EnumMap<Verdict, Tally>(Verdict.class);
        all.putAll(a);
        b.forEach((verdict, tally) -> all.merge(verdict, tally, Tally::merge));
        return Collections.unmodifiableMap(all);
    }

    /// In how many containers it was seen.
    public long containers() {
        return sessions.size();
    }

    /// Occurrences, all containers together.
    public long count() {
        return sessions.total(tallies -> tallies.values().stream().mapToLong(Tally::count).sum());
    }

    /// Occurrences with a verdict, all containers together.
    public long count(Verdict verdict) {
        return sessions.total(
                tallies -> Optional.ofNullable(tallies.get(verdict)).map(Tally::count).orElse(0L));
    }

    /// Active minutes of containers in which it was seen. With two verdicts in one minute it counts
    /// twice.
    public long minutes() {
        return sessions.total(tallies -> tallies.values().stream().mapToLong(Tally::minutes).sum());
    }

    /// When it was first seen anywhere.
    public Instant first() {
        return spans.values().stream().map(Span::first).min(Instant::compareTo).orElseThrow();
    }

    /// When it was last seen anywhere.
    public Instant last() {
        return spans.values().stream().map(Span::last).max(Instant::compareTo).orElseThrow();
    }

    /// When it was last seen with a verdict.
    public Optional<Instant> last(Verdict verdict) {
        return Optional.ofNullable(spans.get(verdict)).map(Span::last);
    }

    /// When one container first showed it, if it did and is kept.
    public Optional<Instant> firstIn(String session) {
        return sessions.of(session)
                .flatMap(tallies ->
                        tallies.values().stream().map(Tally::first).min(Instant::compareTo));
    }
}
