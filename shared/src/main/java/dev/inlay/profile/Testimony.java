package dev.inlay.profile;

import dev.inlay.behaviour.Ancestor;
import dev.inlay.behaviour.Verdict;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The last occurrence of a behaviour that somebody may have to understand: what the sensor said,
/// and who did it. Of two testimonies the later one is kept.
///
/// @param because the sensor's words
/// @param rule the id of the rule that decided, if any
/// @param policyVersion the policy it was judged by
/// @param example the untemplated arguments or path
/// @param ancestry the process that acted and its ancestors, nearest first
public record Testimony(
        Verdict verdict,
        Instant at,
        String session,
        String because,
        Optional<String> rule,
        long policyVersion,
        List<String> example,
        List<Ancestor> ancestry) {
    private static final Comparator<Testimony> AGE =
            Comparator.comparing(Testimony::at)
                    .thenComparing(Testimony::session)
                    .thenComparing(Testimony::verdict)
                    .thenComparing(Testimony::toString);

    public Testimony {
        example = List.copyOf(example);
        ancestry = List.copyOf(ancestry);
    }

    /// The later one; which of two at the same time does not depend on their order.
    public Testimony merge(Testimony other) {
        return AGE.compare(this, other) >= 0 ? this : other;
    }
}
