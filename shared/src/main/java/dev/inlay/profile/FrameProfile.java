package dev.inlay.profile;

import dev.inlay.behaviour.Ancestor;
import dev.inlay.behaviour.Frame;
import dev.inlay.behaviour.Observed;
import dev.inlay.behaviour.Tally;
import dev.inlay.behaviour.Verdict;
import dev.inlay.detection.Catalogue;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The profile that one frame shows.
public final class FrameProfile {
    /// A container's clock may be this far ahead of ours; later times are taken as this.
    private static final Duration SKEW = Duration.ofMinutes(5);

    private static final int MAX_ANCESTORS = 16;
    private static final int MAX_ARGUMENTS = 16;
    private static final int MAX_ARGUMENT = 512;

    private FrameProfile() {}

    /// What a frame shows.
    ///
    /// @param heard when the frame arrived, by our clock
    public static Profile of(Frame frame, Instant heard) {
        var entries = new HashMap<String, ProfileEntry>();
        for (var observed : frame.behaviours()) {
            entries.merge(
                    observed.behaviour().key(),
                    entry(frame, observed, heard.plus(SKEW)),
                    ProfileEntry::merge);
        }
        var activity =
                Activity.of(frame.session(), frame.source(), heard, frame.activeMinutes())
                        .ended(frame.ended());
        return new Profile(frame.image(), Optional.of(activity), entries);
    }

    private static ProfileEntry entry(Frame frame, Observed observed, Instant latest) {
        var tally = notAfter(latest, observed.tally());
        boolean told =
                observed.verdict() != Verdict.ALLOWED
                        || Catalogue.neverLearnt(observed.behaviour());
        return new ProfileEntry(
                observed.behaviour(),
                Evidence.of(frame.session(), observed.verdict(), tally),
                told
                        ? Map.of(observed.verdict(), testimony(frame, observed, tally.last()))
                        : Map.of());
    }

    private static Tally notAfter(Instant latest, Tally tally) {
        return new Tally(
                tally.count(),
                tally.minutes(),
                tally.first().isAfter(latest) ? latest : tally.first(),
                tally.last().isAfter(latest) ? latest : tally.last());
    }

    private static Testimony testimony(Frame frame, Observed observed, Instant at) {
        return new Testimony(
                observed.verdict(),
                at,
                frame.session(),
                observed.because(),
                observed.rule(),
                frame.policy().version(),
                observed.example(),
                frame.lineage().of(observed.process()).stream()
                        .limit(MAX_ANCESTORS)
                        .map(FrameProfile::cut)
                        .toList());
    }

    private static Ancestor cut(Ancestor whole) {
        List<String> arguments =
                whole.arguments().stream()
                        .limit(MAX_ARGUMENTS)
                        .map(each ->
                                each.codePointCount(0, each.length()) > MAX_ARGUMENT
                                        ? each.substring(
                                                        0, each.offsetByCodePoints(0, MAX_ARGUMENT))
                                                + "…"
                                        : each)
                        .toList();
        return new Ancestor(
                whole.id(),
                whole.parent(),
                whole.pid(),
                whole.program(),
                arguments,
                whole.user(),
                whole.started(),
                whole.outside());
    }
}
