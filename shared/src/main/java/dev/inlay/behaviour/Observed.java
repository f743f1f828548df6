package dev.inlay.behaviour;

import java.util.List;
import java.util.Optional;

/// A behaviour as one frame tells it.
///
/// @param verdict what happened; never contradicted by whoever reads it
/// @param because in words
/// @param rule the id of the policy's rule that decided, if any
/// @param process the lineage id of the process that acted last; for an exec, the caller
/// @param example the untemplated arguments or path of the last occurrence
public record Observed(
        Behaviour behaviour,
        Verdict verdict,
        String because,
        Optional<String> rule,
        Tally tally,
        long process,
        List<String> example) {
    public Observed {
        example = List.copyOf(example);
    }
}
