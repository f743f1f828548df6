package dev.inlay.policy;

import dev.inlay.behaviour.Access;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Folds the parts of paths below a top-level directory, and puts accesses together. Reads are only
/// judged where they are sensitive, so they are never folded.
final class FileFolding {
    private FileFolding() {}

    static List<Folded> of(List<Grant.File> seen) {
        Map<String, Map<String, Set<Access>>> byPath = new LinkedHashMap<>();
        for (var grant : seen) {
            byPath.computeIfAbsent(grant.program(), _ -> new LinkedHashMap<>())
                    .computeIfAbsent(grant.path(), _ -> new TreeSet<>())
                    .addAll(grant.access());
        }
        var folded = new ArrayList<Folded>();
        byPath.forEach((program, paths) -> {
            Map<Set<Access>, Map<List<String>, Grant>> byAccess = new LinkedHashMap<>();
            paths.forEach((path, access) ->
                    byAccess.computeIfAbsent(access, _ -> new HashMap<>())
                            .put(
                                    List.of(path.split("/", -1)),
                                    new Grant.File(program, access, path)));
            byAccess.forEach((access, grants) -> folded.addAll(paths(program, access, grants)));
        });
        return folded;
    }

    private static List<Folded> paths(
            String program, Set<Access> access, Map<List<String>, Grant> grants) {
        boolean reads = access.contains(Access.READ);
        return Fold.fold(
                        grants.keySet(),
                        (parts, at) ->
                                at > 1 && !reads && !ProtectedPaths.covers(String.join("/", parts)))
                .entrySet()
                .stream()
                .map(each ->
                        Folded.standing(
                                new Grant.File(program, access, String.join("/", each.getKey())),
                                grants,
                                each.getValue()))
                .toList();
    }
}
