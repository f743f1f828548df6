package dev.inlay.coverage;

import dev.inlay.failure.PermanentFailure;
import java.util.Optional;

/// Has a service run the instrumented image, where an enrolment asks for that.
public interface Rollout {
    /// Why this place never does it, with what to do instead; empty where it does.
    Optional<String> refusal();

    /// Starts a deployment of the service with exactly this image in the container's place. Whether
    /// it becomes healthy is the place's business, as with every deployment; doing it again for
    /// what is deployed already changes nothing.
    ///
    /// Throws `PermanentFailure` when it was refused, `TransientFailure` when it may work later.
    ///
    /// @param gap with a service and something to deploy
    void roll(Gap gap);

    /// Where nothing is ever rolled.
    ///
    /// @param because why, and what to do instead
    static Rollout refused(String because) {
        return new Rollout() {
            @Override
            public Optional<String> refusal() {
                return Optional.of(because);
            }

            @Override
            public void roll(Gap gap) {
                throw new PermanentFailure("rollout-refused", because);
            }
        };
    }
}
