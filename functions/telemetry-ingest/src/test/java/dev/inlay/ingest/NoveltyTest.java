package dev.inlay.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.behaviour.Behaviour;
import dev.inlay.behaviour.Behaviours;
import dev.inlay.behaviour.Tally;
import dev.inlay.behaviour.Verdict;
import dev.inlay.profile.Evidence;
import dev.inlay.profile.ProfileEntry;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is worth a write at once: the confidence turns on the first containers and minutes, and on
/// none of those that follow.
class NoveltyTest {
    private static final Behaviour BEHAVIOUR = Behaviours.connect("/app", "database", 5432);
    private static final Instant START = Instant.parse("2026-01-02T03:00:00Z");
    private static final ProfileEntry ONE = allowed("s-1", 1);

    @Test
    void isNoneWhereNothingIsAdded() {
        assertThat(of(ONE, ONE)).isEqualTo(Novelty.NONE);
        assertThat(of(ONE.merge(allowed("s-1", 5)), ONE)).isEqualTo(Novelty.NONE);
    }

    @Test
    void isEvidenceWhileContainersAreFew() {
        var two = ONE.merge(allowed("s-2", 9));
        var three = two.merge(allowed("s-3", 9));

        assertThat(of(ONE, allowed("s-2", 1))).isEqualTo(Novelty.EVIDENCE);
        assertThat(of(two, allowed("s-3", 1))).isEqualTo(Novelty.EVIDENCE);
        assertThat(of(three, allowed("s-4", 1))).isEqualTo(Novelty.MORE);
    }

    @Test
    void isEvidenceWhileMinutesAreFew() {
        assertThat(of(ONE, allowed("s-1", 2))).isEqualTo(Novelty.EVIDENCE);
        assertThat(of(allowed("s-1", 2), allowed("s-1", 3))).isEqualTo(Novelty.EVIDENCE);
        assertThat(of(allowed("s-1", 3), allowed("s-1", 4))).isEqualTo(Novelty.MORE);
    }

    /// Three containers are three minutes at least.
    @Test
    void isMoreOfMinutesWhereContainersAreMany() {
        var three = ONE.merge(allowed("s-2", 1)).merge(allowed("s-3", 1));

        assertThat(of(three, allowed("s-1", 2))).isEqualTo(Novelty.MORE);
    }

    @Test
    void isNewsOfAnotherVerdict() {
        assertThat(of(ONE, seen("s-1", Verdict.BLOCKED, 1))).isEqualTo(Novelty.NEWS);
    }

    private static Novelty of(ProfileEntry stored, ProfileEntry seen) {
        return Novelty.of(stored, stored.merge(seen));
    }

    private static ProfileEntry allowed(String session, long minutes) {
        return seen(session, Verdict.ALLOWED, minutes);
    }

    /// Once in each of so many minutes.
    private static ProfileEntry seen(String session, Verdict verdict, long minutes) {
        var tally = new Tally(minutes, minutes, START, START.plusSeconds(60 * minutes));
        return new ProfileEntry(BEHAVIOUR, Evidence.of(session, verdict, tally), Map.of());
    }
}
