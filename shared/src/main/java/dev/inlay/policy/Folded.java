package dev.inlay.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A grant made of seen ones.
///
/// @param of the seen grants it stands for
/// @param widened whether it grants more than those
record Folded(Grant grant, Set<Grant> of, boolean widened) {
    Folded {
        of = Set.copyOf(of);
    }

    static Folded exact(Grant grant) {
        return new Folded(grant, Set.of(grant), false);
    }

    /// What folding made of some grants, which it knows by their parts.
    static Folded standing(
            Grant grant, Map<List<String>, ? extends Grant> byParts, Set<List<String>> parts) {
        return new Folded(
                grant,
                parts.stream().map(byParts::get).collect(Collectors.toSet()),
                parts.size() > 1);
    }
}
