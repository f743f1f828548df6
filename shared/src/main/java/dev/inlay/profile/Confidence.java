package dev.inlay.profile;

import dev.inlay.behaviour.Domain;
import dev.inlay.behaviour.SensitivePaths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// How sure a profile's domain is of being complete.
///
/// The Good–Turing estimate on incidence. The unit is one active minute of one container: what is
/// seen ten thousand times in a minute counts once, so a chatty database does not hide a nightly
/// job. Of the behaviours that were ever learnt, those seen in a single unit (singletons) stand for
/// the ones not seen yet: (singletons + 1) / (units + 1) is how many new behaviours the next active
/// minute is expected to bring, and so at least the chance that it brings any. The one that is
/// added on both sides keeps a short silence from passing for certainty: after one minute without
/// anything new it is 50 %, and below 1 % it comes after a hundred at the earliest. Reads that no
/// policy judges do not count.
///
/// @param domain which
/// @param unseen the estimate, 0 to 1
/// @param units active minutes; of a domain that never showed anything, those of the most active
///   one, since its silence was watched as long
/// @param singletons behaviours seen in one unit only
/// @param behaviours learnt ones
/// @param missing what settling still waits for, in words; empty when settled
public record Confidence(
        Domain domain,
        double unseen,
        long units,
        long singletons,
        long behaviours,
        List<String> missing) {
    public Confidence {
        missing = List.copyOf(missing);
    }

    /// Whether learning has seen enough.
    public boolean settled() {
        return missing.isEmpty();
    }

    /// The confidence of every domain of a profile of which nobody accepted anything.
    public static Map<Domain, Confidence> of(Profile profile, Thresholds thresholds) {
        return of(profile, Quarantine.of(profile), thresholds);
    }

    /// The confidence of every domain.
    public static Map<Domain, Confidence> of(
            Profile profile, Quarantine quarantine, Thresholds thresholds) {
        var learnable = quarantine.learnable();
        var all = new EnumMap<Domain, Confidence>(Domain.class);
        for (var domain : Domain.values()) {
            var entries =
                    learnable.stream()
                            .filter(each -> each.behaviour().domain() == domain)
                            .filter(each -> SensitivePaths.isJudged(each.behaviour()))
                            .toList();
            all.put(domain, of(profile, domain, entries, thresholds));
        }
        return all;
    }

    private static Confidence of(
            Profile profile, Domain domain, List<ProfileEntry> entries, Thresholds thresholds) {
        long singletons = entries.stream().filter(each -> each.evidence().minutes() <= 1).count();
        long units = units(profile, domain, entries.isEmpty());
        double unseen = Math.min(1, (singletons + 1.0) / (units + 1));
        return new Confidence(
                domain,
                unseen,
                units,
                singletons,
                entries.size(),
                missing(profile, unseen, units, thresholds));
    }

    private static long units(Profile profile, Domain domain, boolean silent) {
        return profile.activity()
                .map(activity ->
                        silent
                                ? List.of(Domain.values()).stream()
                                        .mapToLong(activity::minutes)
                                        .max()
                                        .orElse(0)
                                : activity.minutes(domain))
                .orElse(0L);
    }

    private static List<String> missing(
            Profile profile, double unseen, long units, Thresholds thresholds) {
        var missing = new ArrayList<String>();
        if (!profile.isWhole()) {
            missing.add(
                    "of what is stored of the image, %d cannot be read"
                            .formatted(profile.unreadable().size()));
        }
        if (unseen >= thresholds.unseen()) {
            missing.add(
                    "the estimate is %.1f %%, settled is below %.1f %%"
                            .formatted(unseen * 100, thresholds.unseen() * 100));
        }
        if (units < thresholds.units()) {
            missing.add(units + " of " + thresholds.units() + " active minutes");
        }
        long containers = profile.activity().map(Activity::containers).orElse(0L);
        if (containers < thresholds.containers()) {
            missing.add(containers + " of " + thresholds.containers() + " containers");
        }
        var wall = profile.activity().map(Confidence::wall).orElse(Duration.ZERO);
        if (wall.compareTo(thresholds.wall()) < 0) {
            missing.add(
                    "%.1f of %.1f hours since the first frame"
                            .formatted(hours(wall), hours(thresholds.wall())));
        }
        return missing;
    }

    private static Duration wall(Activity activity) {
        return Duration.between(activity.heard().first(), activity.heard().last());
    }

    private static double hours(Duration duration) {
        return duration.toMinutes() / 60.0;
    }
}
