package dev.inlay.census;

import dev.inlay.coverage.CoverageNews;
import dev.inlay.coverage.Gap;
import dev.inlay.coverage.Gaps;
import dev.inlay.coverage.Noted;
import dev.inlay.coverage.Rollout;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.log.Line;
import dev.inlay.storage.Tables;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/// Notes gaps, tells each once, and ends those that an enrolment asks to be ended.
final class Closing {
    private final Gaps gaps;
    private final Rollout rollout;
    private final CoverageNews news;
    private final InstantSource clock;

    Closing(Tables tables, Rollout rollout, CoverageNews news, InstantSource clock) {
        this.gaps = new Gaps(tables.findings());
        this.rollout = rollout;
        this.news = news;
        this.clock = clock;
    }

    /// @param log takes what was stored, could not be read, and was put aside
    void open(List<Gap> found, Consumer<Line> log) {
        for (var gap : found) {
            var joined = gaps.found(gap, clock.instant());
            joined.aside()
                    .map(gone ->
                            gone.putAside("it is told again, and rolled again if that is asked"))
                    .ifPresent(log);
            var noted = joined.now();
            tell(noted);
            roll(noted);
        }
    }

    void looked(List<Gap> found, Gaps.Summary summary) {
        gaps.looked(found, summary);
    }

    /// Told first, noted then: a crash in between tells twice, never not at all.
    private void tell(Noted noted) {
        if (noted.told().isEmpty()) {
            news.tell(noted.gap());
            gaps.told(noted, clock.instant());
        }
    }

    /// Each image once: a deployment that the service rolled back is not tried for ever.
    private void roll(Noted noted) {
        var gap = noted.gap();
        var deploy = gap.deploy();
        if (!gap.rolls() || deploy.isEmpty() || rollout.refusal().isPresent()) {
            return;
        }
        var digest = deploy.get().digest();
        if (noted.rolled().filter(digest::equals).isPresent()) {
            return;
        }
        try {
            rollout.roll(gap);
            gaps.rolled(noted, digest, "", clock.instant());
        } catch (PermanentFailure refused) {
            gaps.rolled(noted, digest, String.valueOf(refused.getMessage()), clock.instant());
        }
    }
}
