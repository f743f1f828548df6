package dev.inlay.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Folds the words of arguments that are data, and puts parents and users together.
final class ProgramFolding {
    private ProgramFolding() {}

    /// What programs have in common besides their arguments' words.
    private record Shape(
            String path,
            List<String> parents,
            List<Long> users,
            Optional<Boolean> terminal,
            Optional<Boolean> outside,
            List<Integer> cuts) {}

    static List<Folded> of(List<Grant.Program> seen) {
        Map<Shape, Map<List<String>, Grant.Program>> byShape = new LinkedHashMap<>();
        for (var grant : seen) {
            var arguments = cut(grant.arguments().orElse(List.of()));
            var shape =
                    new Shape(
                            grant.path(),
                            grant.parents(),
                            grant.users(),
                            grant.terminal(),
                            grant.outside(),
                            arguments.stream().map(List::size).toList());
            byShape.computeIfAbsent(shape, _ -> new LinkedHashMap<>())
                    .put(arguments.stream().flatMap(List::stream).toList(), grant);
        }
        var folded = new ArrayList<Folded>();
        byShape.forEach((shape, byParts) -> folded.addAll(arguments(shape, byParts)));
        return together(folded);
    }

    /// Command lines of very many words stay as they are: nobody could tell what folding grants.
    private static List<List<String>> cut(List<String> arguments) {
        var cut = arguments.stream().map(Words::cut).toList();
        int words = cut.stream().mapToInt(List::size).sum();
        return words <= Fold.MAX_PARTS ? cut : arguments.stream().map(List::of).toList();
    }

    private static List<Folded> arguments(Shape shape, Map<List<String>, Grant.Program> byParts) {
        return Fold.fold(byParts.keySet(), Wild.ANY, (parts, at) -> isData(shape, parts, at))
                .entrySet()
                .stream()
                .map(each -> Folded.standing(grant(shape, each.getKey()), byParts, each.getValue()))
                .toList();
    }

    private static boolean isData(Shape shape, List<String> parts, int at) {
        var arguments = regroup(shape, parts);
        int seen = 0;
        for (int i = 0; i < arguments.size(); i++) {
            int size = arguments.get(i).size();
            if (at < seen + size) {
                var before = i == 0 ? "" : String.join("", arguments.get(i - 1));
                return i > 0 && Words.isData(shape.path(), before, arguments.get(i), at - seen);
            }
            seen += size;
        }
        return false;
    }

    private static List<List<String>> regroup(Shape shape, List<String> parts) {
        var arguments = new ArrayList<List<String>>();
        int from = 0;
        for (int size : shape.cuts()) {
            arguments.add(parts.subList(from, from + size));
            from += size;
        }
        return arguments;
    }

    private static Grant.Program grant(Shape shape, List<String> parts) {
        return new Grant.Program(
                shape.path(),
                shape.parents(),
                shape.users(),
                Optional.of(
                        regroup(shape, parts).stream().map(each -> String.join("", each)).toList()),
                shape.terminal(),
                shape.outside());
    }

    /// Parents of otherwise equal rules, then users of those.
    private static List<Folded> together(List<Folded> programs) {
        return merge(
                merge(
                        programs,
                        each -> with(each, List.of(), each.users()),
                        ProgramFolding::parents),
                each -> with(each, each.parents(), List.of()),
                ProgramFolding::users);
    }

    private static Grant.Program with(Grant.Program grant, List<String> parents, List<Long> users) {
        return new Grant.Program(
                grant.path(), parents, users, grant.arguments(), grant.terminal(), grant.outside());
    }

    private static Grant.Program parents(List<Grant.Program> group) {
        boolean any = group.stream().anyMatch(each -> each.parents().isEmpty());
        var parents = group.stream().flatMap(each -> each.parents().stream()).distinct().sorted();
        var first = group.getFirst();
        return with(first, any ? List.of() : parents.toList(), first.users());
    }

    private static Grant.Program users(List<Grant.Program> group) {
        var users = group.stream().flatMap(each -> each.users().stream()).distinct().sorted();
        return with(group.getFirst(), group.getFirst().parents(), users.toList());
    }

    private static List<Folded> merge(
            List<Folded> programs,
            UnaryOperator<Grant.Program> key,
            Function<List<Grant.Program>, Grant.Program> join) {
        Map<Grant.Program, List<Folded>> groups = new LinkedHashMap<>();
        for (var each : programs) {
            groups.computeIfAbsent(key.apply((Grant.Program) each.grant()), _ -> new ArrayList<>())
                    .add(each);
        }
        return groups.values().stream()
                .map(group ->
                        joined(
                                join.apply(
                                        group.stream()
                                                .map(each -> (Grant.Program) each.grant())
                                                .toList()),
                                group))
                .toList();
    }

    private static Folded joined(Grant grant, List<Folded> group) {
        var of = new HashSet<Grant>();
        group.forEach(each -> of.addAll(each.of()));
        var unseen =
                group.stream()
                        .map(Folded::unseen)
                        .filter(text -> !text.isEmpty())
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining("; "));
        return new Folded(grant, of, unseen);
    }
}
