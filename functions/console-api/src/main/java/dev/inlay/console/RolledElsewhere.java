package dev.inlay.console;

import dev.inlay.coverage.Gap;
import dev.inlay.coverage.Rollout;
import dev.inlay.failure.PermanentFailure;
import java.util.Optional;

/// Services are rolled where enrolments ask for it, but not by this function, which has no right
/// to: the one for coverage does it.
record RolledElsewhere() implements Rollout {
    @Override
    public Optional<String> refusal() {
        return Optional.empty();
    }

    @Override
    public void roll(Gap gap) {
        throw new PermanentFailure(
                "rollout-elsewhere",
                "rolling a service: the coverage function does it, not the API");
    }
}
