package dev.inlay.profile;

import dev.inlay.behaviour.Behaviour;
import dev.inlay.behaviour.Templated;
import dev.inlay.behaviour.Verdict;
import dev.inlay.detection.Catalogue;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// What of a profile must not be learnt: what is bad whatever a policy says, what a container first
/// did after such a thing, what was refused, and what was not written by a sensor.
public final class Quarantine {
    private final Profile profile;

    /// When each container first did something bad.
    private final Map<String, Instant> fallen = new HashMap<>();

    /// Bad behaviours of so many containers that some of them are not remembered.
    private final List<Evidence> crowded;

    private Quarantine(Profile profile, Predicate<Behaviour> accepted) {
        this.profile = profile;
        var bad =
                profile.entries().values().stream()
                        .filter(each -> Catalogue.taints(each.behaviour()))
                        .filter(each -> !accepted.test(each.behaviour()))
                        .map(ProfileEntry::evidence)
                        .toList();
        for (var evidence : bad) {
            for (var session : evidence.sessions().sessions()) {
                evidence.firstIn(session)
                        .ifPresent(first -> fallen.merge(session, first, Quarantine::earlier));
            }
        }
        crowded = bad;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    /// The quarantine of a profile of which nobody accepted anything.
    public static Quarantine of(Profile profile) {
        return new Quarantine(profile, _ -> false);
    }

    /// The quarantine of a profile.
    ///
    /// @param accepted what a person looked at and allowed: it does not cast doubt on what follows
    public static Quarantine of(Profile profile, Predicate<Behaviour> accepted) {
        return new Quarantine(profile, accepted);
    }

    /// What may be learnt.
    public List<ProfileEntry> learnable() {
        return profile.entries().values().stream()
                .filter(entry -> because(entry).isEmpty())
                .toList();
    }

    /// Why a behaviour is not learnt, in words; empty when it is.
    public Optional<String> because(ProfileEntry entry) {
        if (Catalogue.neverLearnt(entry.behaviour())) {
            return Optional.of("it is a detection");
        }
        if (!entry.evidence().spans().containsKey(Verdict.ALLOWED)) {
            return Optional.of("it never happened while it was allowed");
        }
        if (!Templated.wellFormed(entry.behaviour())) {
            return Optional.of("no sensor writes such a behaviour");
        }
        return entry.evidence().sessions().sessions().stream()
                        .anyMatch(session -> isClean(entry.evidence(), session))
                ? Optional.empty()
                : Optional.of("every container that showed it had a detection before");
    }

    private boolean isClean(Evidence evidence, String session) {
        var first = evidence.firstIn(session);
        var fall = fallIn(session);
        return first.isPresent()
                && (fall.isEmpty() || first.get().isBefore(fall.get()))
                && evidence.sessions().of(session).orElseThrow().containsKey(Verdict.ALLOWED);
    }

    /// A session that a full sample could not keep counts as fallen from the first time on.
    private Optional<Instant> fallIn(String session) {
        var known = Optional.ofNullable(fallen.get(session));
        return crowded.stream()
                .filter(evidence -> !evidence.sessions().wouldKeep(session))
                .map(Evidence::first)
                .reduce(Quarantine::earlier)
                .map(instant -> known.map(each -> earlier(each, instant)).orElse(instant))
                .or(() -> known);
    }
}
