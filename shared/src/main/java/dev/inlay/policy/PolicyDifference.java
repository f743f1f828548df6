package dev.inlay.policy;

import dev.inlay.behaviour.Domain;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What one version of a policy has and another has not.
///
/// @param added rules of the later one only
/// @param removed rules of the earlier one only
/// @param modes domains whose mode differs
public record PolicyDifference(List<Rule> added, List<Rule> removed, List<Domain> modes) {
    public PolicyDifference {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        modes = List.copyOf(modes);
    }

    /// Compares by what rules match and do, not by what they rest on.
    public static PolicyDifference between(Policy earlier, Policy later) {
        return new PolicyDifference(
                without(later, meanings(earlier)),
                without(earlier, meanings(later)),
                Stream.of(Domain.values())
                        .filter(each -> earlier.modes().of(each) != later.modes().of(each))
                        .toList());
    }

    private static List<Rule> without(Policy policy, Set<List<Object>> others) {
        return policy.rules().stream().filter(rule -> !others.contains(meaning(rule))).toList();
    }

    private static Set<List<Object>> meanings(Policy policy) {
        return policy.rules().stream().map(PolicyDifference::meaning).collect(Collectors.toSet());
    }

    private static List<Object> meaning(Rule rule) {
        return List.of(rule.mode(), rule.grant());
    }
}
