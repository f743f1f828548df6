package dev.inlay.instrument;

import dev.inlay.image.Step;
import java.util.EnumSet;

/// Hears how far the work is.
@FunctionalInterface
public interface Listener {
    /// A step begins; each at most once, in their order.
    void began(Step step);

    /// Tells each step once although the platforms of an index go through them in turn.
    static Listener forward(Listener listener) {
        var told = EnumSet.noneOf(Step.class);
        return step -> {
            if (told.stream().allMatch(earlier -> earlier.compareTo(step) < 0)) {
                told.add(step);
                listener.began(step);
            }
        };
    }
}
