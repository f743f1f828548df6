package dev.inlay.profile;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.behaviour.Access;
import dev.inlay.behaviour.Behaviour;
import dev.inlay.behaviour.Behaviours;
import dev.inlay.behaviour.Domain;
import dev.inlay.behaviour.Verdict;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ConfidenceTest {
    private static final Instant NEXT_DAY = ProfileBuilder.START.plus(Duration.ofHours(25));

    private static ProfileBuilder twoContainers(long minutes) {
        return new ProfileBuilder()
                .watched("s-1", minutes, NEXT_DAY)
                .watched("s-2", minutes, NEXT_DAY);
    }

    private static Confidence file(ProfileBuilder builder) {
        return requireNonNull(
                Confidence.of(builder.profile(), Thresholds.DEFAULT).get(Domain.FILE));
    }

    @Test
    void knowsNothingBeforeTheFirstFrame() {
        var confidence = file(new ProfileBuilder());

        assertThat(confidence.unseen()).isEqualTo(1);
        assertThat(confidence.settled()).isFalse();
        assertThat(confidence.missing()).hasSize(4);
    }

    @Test
    void settlesWhenNothingNewCameForLong() {
        var confidence = file(twoContainers(100).usual(Behaviours.create("/x", "/srv/a")));

        assertThat(confidence.unseen()).isEqualTo(1 / 201.0);
        assertThat(confidence.units()).isEqualTo(200);
        assertThat(confidence.missing()).isEmpty();
    }

    @Test
    void doesNotLetAChattyMinuteHideANightlyJob() {
        var builder = twoContainers(100).usual(Behaviours.create("/x", "/srv/a"));
        for (int i = 0; i < 3; i++) {
            builder.saw("s-1", Behaviours.create("/x", "/srv/once" + i), Verdict.ALLOWED, i, 1);
        }

        var confidence = file(builder);

        assertThat(confidence.singletons()).isEqualTo(3);
        assertThat(confidence.unseen()).isEqualTo(4 / 201.0);
        assertThat(confidence.missing())
                .containsExactly("the estimate is 2.0 %, settled is below 1.0 %");
    }

    @Test
    void doesNotTakeAShortSilenceForCertainty() {
        var soon = ProfileBuilder.START.plusSeconds(60);
        var confidence = file(new ProfileBuilder().watched("s-1", 1, soon));

        assertThat(confidence.singletons()).isZero();
        assertThat(confidence.unseen()).isEqualTo(0.5);
    }

    @Test
    void doesNotCountReadsThatNoPolicyJudges() {
        var builder = twoContainers(100);
        for (int i = 0; i < 50; i++) {
            var read = new Behaviour.FileAccess("/x", Access.READ, "/srv/lib" + i);
            builder.saw("s-1", read, Verdict.ALLOWED, i, 1);
        }

        assertThat(file(builder).behaviours()).isZero();
        assertThat(file(builder).settled()).isTrue();
    }

    @Test
    void waitsForANightHoweverBusyTheMinutes() {
        var soon = ProfileBuilder.START.plus(Duration.ofMinutes(90));
        var builder =
                new ProfileBuilder()
                        .watched("s-1", 90, soon)
                        .watched("s-2", 90, soon)
                        .usual(Behaviours.create("/x", "/srv/a"));

        assertThat(file(builder).missing())
                .containsExactly("1.5 of 24.0 hours since the first frame");
    }

    @Test
    void waitsForASecondContainer() {
        var builder =
                new ProfileBuilder()
                        .watched("s-1", 300, NEXT_DAY)
                        .usual(Behaviours.create("/x", "/srv/a"));

        assertThat(file(builder).missing()).containsExactly("1 of 2 containers");
    }

    @Test
    void countsWhatIsRefusedOrQuarantinedAsNothingLearnt() {
        var builder =
                twoContainers(100)
                        .saw("s-1", Behaviours.create("/x", "/srv/b"), Verdict.BLOCKED, 1, 1);

        assertThat(file(builder).behaviours()).isZero();
        assertThat(file(builder).singletons()).isZero();
    }
}
