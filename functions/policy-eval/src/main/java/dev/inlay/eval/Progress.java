package dev.inlay.eval;

import dev.inlay.behaviour.Domain;
import dev.inlay.behaviour.Mode;
import dev.inlay.image.Protection;
import dev.inlay.policy.Learning;
import dev.inlay.policy.Modes;
import dev.inlay.policy.Policy;
import dev.inlay.policy.Replay;
import dev.inlay.profile.Confidence;
import dev.inlay.profile.Profile;
import dev.inlay.profile.Thresholds;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/// The next policy of an image, if there is one: what was learnt, and which domains have learnt
/// enough.
///
/// @param policy the base itself when nothing changed
/// @param settled domains that stop learning with it
record Progress(Policy policy, Set<Domain> settled) {
    /// Before a domain blocks by itself, so much is replayed.
    private static final Duration REPLAYED = Duration.ofHours(24);

    Progress {
        settled = Set.copyOf(settled);
    }

    /// Pure: the same profile and base give the same progress.
    ///
    /// @param base the policy in force, or what an image begins with
    /// @param protection what follows learning
    static Progress of(
            Profile profile,
            Policy base,
            Protection protection,
            Thresholds thresholds,
            Instant now) {
        var learnt = Learning.next(profile, base, now).policy();
        var settled = EnumSet.noneOf(Domain.class);
        Confidence.of(profile, Learning.quarantine(profile, base), thresholds).values().stream()
                .filter(each -> each.settled() && base.modes().of(each.domain()) == Mode.LEARN)
                .map(Confidence::domain)
                .forEach(settled::add);
        if (settled.isEmpty()) {
            return new Progress(learnt, settled);
        }
        var modes = Learning.settle(base.modes(), settled, after(protection));
        var next = new Policy(base.image(), base.version() + 1, now, modes, learnt.rules());
        return new Progress(
                stopsNothing(profile, next, now) ? next : recorded(next, settled), settled);
    }

    private static Mode after(Protection protection) {
        return switch (protection) {
            case RECORD -> Mode.RECORD;
            case BLOCK -> Mode.BLOCK;
        };
    }

    private static boolean stopsNothing(Profile profile, Policy policy, Instant now) {
        return !policy.modes().any(Mode.BLOCK)
                || Replay.of(profile, policy, now.minus(REPLAYED)).stopped().isEmpty();
    }

    /// Blocking would have stopped something in the last day: a person decides.
    private static Policy recorded(Policy policy, Set<Domain> settled) {
        Modes modes = policy.modes();
        for (var domain : settled) {
            modes = modes.with(domain, Mode.RECORD);
        }
        return new Policy(
                policy.image(), policy.version(), policy.created(), modes, policy.rules());
    }
}
