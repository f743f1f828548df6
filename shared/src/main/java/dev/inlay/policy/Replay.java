package dev.inlay.policy;

import dev.inlay.behaviour.Behaviour;
import dev.inlay.behaviour.Verdict;
import dev.inlay.profile.Profile;
import dev.inlay.profile.ProfileEntry;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// What a policy would have done to what was seen lately: shown before it starts to block.
///
/// @param since behaviours seen after that were judged
/// @param judged how many
/// @param stopped those that would have been refused and were not, the latest first
public record Replay(Instant since, int judged, List<Stopped> stopped) {
    public Replay {
        stopped = List.copyOf(stopped);
    }

    /// A behaviour that would have been refused.
    ///
    /// @param count occurrences since the image is known, not only in the window
    public record Stopped(
            Behaviour behaviour, String because, long count, long containers, Instant last) {}

    /// Judges what was allowed or recorded since a time.
    ///
    /// @param policy in the modes it would have
    public static Replay of(Profile profile, Policy policy, Instant since) {
        var judge = new Judge(policy);
        var recent =
                profile.entries().values().stream()
                        .filter(entry -> happened(entry, since))
                        .toList();
        var stopped =
                recent.stream()
                        .flatMap(entry -> stopped(judge, entry))
                        .sorted(Comparator.comparing(Stopped::last).reversed())
                        .toList();
        return new Replay(since, recent.size(), stopped);
    }

    private static boolean happened(ProfileEntry entry, Instant since) {
        return Stream.of(Verdict.ALLOWED, Verdict.RECORDED)
                .flatMap(verdict -> entry.evidence().last(verdict).stream())
                .anyMatch(last -> !last.isBefore(since));
    }

    private static Stream<Stopped> stopped(Judge judge, ProfileEntry entry) {
        var judgement = judge.judge(entry.behaviour());
        return judgement.verdict() == Verdict.BLOCKED
                ? Stream.of(
                        new Stopped(
                                entry.behaviour(),
                                judgement.because(),
                                entry.evidence().count(),
                                entry.evidence().containers(),
                                entry.evidence().last()))
                : Stream.empty();
    }
}
