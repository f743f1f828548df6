package dev.inlay.ingest;

import dev.inlay.profile.Evidence;
import dev.inlay.profile.ProfileEntry;

/// How much a behaviour's entry says beyond what is stored.
enum Novelty {
    /// Nothing.
    NONE,

    /// Higher counts, later times.
    MORE,

    /// One of the first containers or minutes: the confidence still turns on it.
    EVIDENCE,

    /// A behaviour, a verdict or an occurrence that somebody may have to be told of.
    NEWS;

    /// Beyond so many a behaviour is no singleton, whatever comes.
    private static final int FEW = 3;

    /// @param both what is stored, joined with what was seen
    static Novelty of(ProfileEntry stored, ProfileEntry both) {
        if (both.equals(stored)) {
            return NONE;
        }
        if (!both.testimonies().equals(stored.testimonies())
                || !both.evidence().spans().keySet().equals(stored.evidence().spans().keySet())) {
            return NEWS;
        }
        return turns(stored.evidence(), both.evidence()) ? EVIDENCE : MORE;
    }

    /// Each container brings a minute at least, so many containers are as many minutes.
    private static boolean turns(Evidence stored, Evidence both) {
        return stored.containers() < FEW
                && (stored.containers() != both.containers()
                        || (stored.minutes() < FEW && stored.minutes() != both.minutes()));
    }
}
