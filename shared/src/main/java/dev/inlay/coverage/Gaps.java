package dev.inlay.coverage;

import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.image.Digest;
import dev.inlay.storage.Key;
import dev.inlay.storage.Row;
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

    /// @param findings the table of that name
    public Gaps(Table findings) {
        this.findings = findings;
    }

    /// How the last look went.
    ///
    /// @param at when
    /// @param known whether anybody could say what runs; otherwise only silence was looked for
    public record Summary(Instant at, boolean known, long watched, long foreign, long unwatched) {}

    /// Notes a gap that is there now.
    public Noted found(Gap gap, Instant now) {
        return change(
                gap.fingerprint(),
                now,
                before ->
                        before.map(noted -> isSame(noted, gap, now) ? noted : noted.again(gap, now))
                                .or(() ->
                                        Optional.of(
                                                new Noted(
                                                        gap,
                                                        now,
                                                        now,
                                                        Optional.empty(),
                                                        Optional.empty(),
                                                        "",
                                                        Optional.empty()))));
    }

    private static boolean isSame(Noted noted, Gap gap, Instant now) {
        return noted.over().isEmpty()
                && noted.gap().equals(gap)
                && now.isBefore(noted.last().plus(REWRITE));
    }

    /// Notes that somebody was told.
    public void told(Noted noted, Instant now) {
        change(noted.gap().fingerprint(), now, before -> before.map(each -> each.toldAt(now)));
    }

    /// Notes what was rolled out, so that it is done once.
    ///
    /// @param refused why it was not; empty when it was
    public void rolled(Noted noted, Digest digest, String refused, Instant now) {
        change(
                noted.gap().fingerprint(),
                now,
                before -> before.map(each -> each.rolledTo(digest, refused)));
    }

    /// Closes all others, and keeps how the look went.
    public void looked(List<Gap> gaps, Summary summary) {
        var open = new HashSet<String>();
        gaps.forEach(gap -> open.add(gap.fingerprint()));
        for (var noted : open()) {
            var fingerprint = noted.gap().fingerprint();
            if (!open.contains(fingerprint)) {
                change(
                        fingerprint,
                        summary.at(),
                        before -> before.map(each -> each.overAt(summary.at())));
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
    public List<Noted> open() {
        return findings.all(PARTITION, "").stream()
                .map(Row::document)
                .map(Gaps::read)
                .filter(noted -> noted.over().isEmpty())
                .sorted((a, b) -> b.first().compareTo(a.first()))
                .toList();
    }

    /// How the last look went; empty before the first.
    public Optional<Summary> summary() {
        return findings.get(SUMMARY)
                .map(row ->
                        Json.read(row.document(), 4_096, Gaps::summary)
                                .stored("the summary of coverage"));
    }

    private static Summary summary(Fields from) {
        return new Summary(
                from.time("at"),
                from.flag("known"),
                from.number("watched", 0, 1L << 53),
                from.number("foreign", 0, 1L << 53),
                from.number("unwatched", 0, 1L << 53));
    }

    private Noted change(String fingerprint, Instant now, UnaryOperator<Optional<Noted>> change) {
        return findings.merge(
                        new Key(PARTITION, fingerprint),
                        now.plus(KEPT),
                        before -> {
                            var noted = before.map(Gaps::read);
                            var after = change.apply(noted);
                            return after.equals(noted) ? before : after.map(Noted::write);
                        })
                .map(Gaps::read)
                .orElseThrow();
    }

    private static Noted read(String document) {
        return Noted.read(document).stored("a gap of the findings table");
    }
}
