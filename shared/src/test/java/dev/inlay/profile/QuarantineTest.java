package dev.inlay.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.behaviour.Behaviour;
import dev.inlay.behaviour.Behaviours;
import dev.inlay.behaviour.Verdict;
import org.junit.jupiter.api.Test;

class QuarantineTest {
    private static final Behaviour UPLOAD = Behaviours.create("/x", "/srv/upload");
    private static final Behaviour LATER = Behaviours.create("/x", "/srv/later");
    private static final Behaviour ATTACK =
            new Behaviour.Privilege("/x", "ptrace", "PTRACE_ATTACH");

    private static boolean learns(ProfileBuilder builder, Behaviour behaviour) {
        return Quarantine.of(builder.profile()).learnable().stream()
                .anyMatch(entry -> entry.behaviour().equals(behaviour));
    }

    @Test
    void keepsWhatACountainerFirstDidAfterADetectionFromBeingLearnt() {
        var builder =
                new ProfileBuilder()
                        .saw("s-1", UPLOAD, Verdict.ALLOWED, 0, 60)
                        .saw("s-1", ATTACK, Verdict.ALLOWED, 5, 1)
                        .saw("s-1", LATER, Verdict.ALLOWED, 6, 10);

        assertThat(learns(builder, UPLOAD)).isTrue();
        assertThat(learns(builder, ATTACK)).isFalse();
        assertThat(learns(builder, LATER)).isFalse();
    }

    @Test
    void learnsItFromAContainerWithoutADetection() {
        var builder =
                new ProfileBuilder()
                        .saw("s-1", ATTACK, Verdict.ALLOWED, 5, 1)
                        .saw("s-1", LATER, Verdict.ALLOWED, 6, 10)
                        .saw("s-2", LATER, Verdict.ALLOWED, 9, 1);

        assertThat(learns(builder, LATER)).isTrue();
    }

    @Test
    void doesNotCareInWhichOrderTheFramesCame() {
        var builder =
                new ProfileBuilder()
                        .saw("s-1", LATER, Verdict.ALLOWED, 6, 10)
                        .saw("s-1", ATTACK, Verdict.ALLOWED, 5, 1);

        assertThat(learns(builder, LATER)).isFalse();
    }

    @Test
    void learnsNothingThatWasOnlyRecordedOrRefused() {
        var builder =
                new ProfileBuilder()
                        .saw("s-1", UPLOAD, Verdict.RECORDED, 0, 60)
                        .saw("s-1", LATER, Verdict.BLOCKED, 0, 60);

        assertThat(Quarantine.of(builder.profile()).learnable()).isEmpty();
    }

    @Test
    void holdsAgainstMoreFallenContainersThanAreRemembered() {
        var builder = new ProfileBuilder();
        for (int i = 0; i < 3 * Evidence.CAPACITY; i++) {
            builder.saw("fallen-" + i, ATTACK, Verdict.ALLOWED, 5, 1);
        }
        for (int i = 0; i < 3 * Evidence.CAPACITY; i++) {
            var only = Behaviours.create("/x", "/srv/only-" + i);
            builder.saw("fallen-" + i, only, Verdict.ALLOWED, 6, 1);
        }

        assertThat(Quarantine.of(builder.profile()).learnable()).isEmpty();
    }
}
