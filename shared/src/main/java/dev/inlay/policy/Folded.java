package dev.inlay.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A grant made of seen ones.
///
/// @param of the seen grants it stands for
/// @param unseen what it grants beyond those, in words; empty when that is nothing
record Folded(Grant grant, Set<Grant> of, String unseen) {
    Folded {
        of = Set.copyOf(of);
    }

    static Folded exact(Grant grant) {
        return new Folded(grant, Set.of(grant), "");
    }

    boolean widened() {
        return !unseen.isEmpty();
    }

    /// What a wildcard grants.
    static String others(int seen) {
        return seen > 1
                ? "other names of the same shape; " + seen + " different ones were seen"
                : "";
    }

    /// What folding made of some grants, which it knows by their parts.
    static Folded standing(
            Grant grant, Map<List<String>, ? extends Grant> byParts, Set<List<String>> parts) {
        return new Folded(
                grant,
                parts.stream().map(byParts::get).collect(Collectors.toSet()),
                others(parts.size()));
    }
}
