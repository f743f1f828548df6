package dev.inlay.coverage;

import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.document.Reading;
import dev.inlay.image.Digest;
import dev.inlay.storage.Found;
import dev.inlay.storage.Joined;
import dev.inlay.storage.Joint;
import dev.inlay.storage.Key;
import dev.inlay.storage.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The gaps that were found, and how the last look went, in the findings table.
public final class Gaps {
    /// A gap that comes back within this time is not told again.
    public static final Duration QUIET = Duration.ofHours(1);

    /// A gap that stays as it is is written so often.
    private static final Duration REWRITE = Duration.ofHours(1);

    private static final Duration KEPT = Duration.ofDays(7);
    private static final String PARTITION = "gap";
    private static final Key SUMMARY = new Key("coverage", "summary");

    private final Table findings;
    private final Joint<Noted> joint;

    /// @param findings the table of that name
    public Gaps(Table findings) {
        this.findings = findings;
        this.joint = new Joint<>(findings, "gap", Gaps::read, Noted::write);
    }

    /// How the last look went.
    ///
    /// @param at when
    /// @param known whether anybody could say what runs; otherwise only silence was looked for
    public record Summary(Instant at, boolean known, long watched, long foreign, long unwatched) {}

    /// Notes a gap that is there now. What is stored of it and cannot be read is put aside: whether
    /// somebody was told, and what was rolled out, is forgotten.
    public Joined<Noted> found(Gap gap, Instant now) {
        return joint.join(
                key(gap.fingerprint()),
                Optional.of(now.plus(KEPT)),
                before ->
                        before.map(noted -> isSame(noted, gap, now) ? noted : noted.again(gap, now))
                                .orElseGet(() -> fresh(gap, now)));
    }

    private static Noted fresh(Gap gap, Instant now) {
        return new Noted(gap, now, now, Optional.empty(), Optional.empty(), "", Optional.empty());
    }

    private static boolean isSame(Noted noted, Gap gap, Instant now) {
        return noted.over().isEmpty()
                && noted.gap().equals(gap)
                && now.isBefore(noted.last().plus(REWRITE));
    }

    /// Notes that somebody was told.
    public void told(Noted noted, Instant now) {
        change(noted, now, each -> each.toldAt(now));
    }

    /// Notes what was rolled out, so that it is done once.
    ///
    /// @param refused why it was not; empty when it was
    public void rolled(Noted noted, Digest digest, String refused, Instant now) {
        change(noted, now, each -> each.rolledTo(digest, refused));
    }

    /// Closes all others, and keeps how the look went.
    public void looked(List<Gap> gaps, Summary summary) {
        var open = new HashSet<String>();
        gaps.forEach(gap -> open.add(gap.fingerprint()));
        for (var noted : open().read()) {
            if (!open.contains(noted.gap().fingerprint())) {
                change(noted, summary.at(), each -> each.overAt(summary.at()));
            }
        }
        var to =
                Json.object()
                        .put("at", Json.time(summary.at()))
                        .put("known", summary.known())
                        .put("watched", summary.watched())
                        .put("foreign", summary.foreign())
                        .put("unwatched", summary.unwatched());
        findings.merge(SUMMARY, summary.at().plus(KEPT), _ -> Optional.of(Json.write(to)));
    }

    /// The gaps that are open, the newest first.
    public Found<Noted> open() {
        var found = Found.of("gap", findings.all(PARTITION, ""), joint::read);
        var open =
                found.read().stream()
                        .filter(noted -> noted.over().isEmpty())
                        .sorted((a, b) -> b.first().compareTo(a.first()))
                        .toList();
        return new Found<>(open, found.unreadable());
    }

    /// How the last look went; empty before the first, and where it cannot be read until the next.
    public Optional<Summary> summary() {
        return findings.get(SUMMARY)
                .flatMap(row -> Json.read(row.document(), 4_096, Gaps::summary).found());
    }

    private static Summary summary(Fields from) {
        return new Summary(
                from.time("at"),
                from.flag("known"),
                from.number("watched", 0, 1L << 53),
                from.number("foreign", 0, 1L << 53),
                from.number("unwatched", 0, 1L << 53));
    }

    private void change(Noted noted, Instant now, UnaryOperator<Noted> change) {
        joint.join(
                key(noted.gap().fingerprint()),
                Optional.of(now.plus(KEPT)),
                before -> change.apply(before.orElse(noted)));
    }

    private static Key key(String fingerprint) {
        return new Key(PARTITION, fingerprint);
    }

    private static Reading<Noted> read(Key key, String document) {
        return Noted.read(document)
                .only(noted -> noted.gap().fingerprint().equals(key.sort()), "it is another gap's");
    }
}
