package dev.inlay.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Folds texts of the same shape into patterns. A text is a list of parts; parts that differ
/// between at least `THRESHOLD` texts which are otherwise equal become what those have in common
/// ([Shape]), one pattern for each ending (`thumb-{name}.png`). What is not alike stays as it is.
final class Fold {
    /// Fewer siblings stay exact: eight names are a list, not a habit.
    static final int THRESHOLD = 8;

    /// Texts of more parts stay as they are.
    static final int MAX_PARTS = 64;

    private final Wild any;
    private final Foldable foldable;
    private final Map<List<String>, Set<List<String>>> folded = new HashMap<>();

    private Fold(Wild any, Foldable foldable) {
        this.any = any;
        this.foldable = foldable;
    }

    /// Which parts of a text may become a wildcard.
    @FunctionalInterface
    interface Foldable {
        boolean at(List<String> parts, int position);
    }

    /// Folds, position by position from the last, then all at once.
    ///
    /// @param texts each cut into parts
    /// @param any what a part may become that varies
    /// @return by what became of it: the texts it stands for
    static Map<List<String>, Set<List<String>>> fold(
            Set<List<String>> texts, Wild any, Foldable foldable) {
        return new Fold(any, foldable).fold(texts);
    }

    private Map<List<String>, Set<List<String>>> fold(Set<List<String>> texts) {
        texts.forEach(text -> folded.put(text, Set.of(text)));
        int longest = texts.stream().mapToInt(List::size).max().orElse(0);
        for (int position = longest - 1; position >= 0; position--) {
            foldAt(position);
        }
        foldTogether();
        return folded;
    }

    /// Parts that change together, such as the names of an input and its output: of texts that are
    /// alike but for data, the parts with many values.
    private void foldTogether() {
        for (var alike : groups(folded.keySet(), this::data)) {
            var varied = varied(alike);
            for (var group : groups(alike, _ -> varied)) {
                if (varied.size() > 1 && group.size() >= THRESHOLD) {
                    joinAlike(group, varied);
                }
            }
        }
    }

    private List<Integer> data(List<String> parts) {
        return IntStream.range(0, parts.size())
                .filter(at -> parts.size() <= MAX_PARTS)
                .filter(at -> foldable.at(parts, at) && any.standsFor(parts.get(at)))
                .boxed()
                .toList();
    }

    private static List<Integer> varied(List<List<String>> alike) {
        return IntStream.range(0, alike.getFirst().size())
                .filter(at ->
                        alike.stream().map(parts -> parts.get(at)).distinct().count() >= THRESHOLD)
                .boxed()
                .toList();
    }

    /// Texts that are equal outside of some positions.
    private static List<List<List<String>>> groups(
            Collection<List<String>> texts, Function<List<String>, List<Integer>> positions) {
        Map<List<String>, List<List<String>>> groups = new LinkedHashMap<>();
        for (var parts : texts) {
            var key = parts;
            for (int at : positions.apply(parts)) {
                key = with(key, at, "");
            }
            groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(parts);
        }
        return List.copyOf(groups.values());
    }

    private void foldAt(int position) {
        Map<List<String>, List<List<String>>> siblings = new HashMap<>();
        for (var parts : folded.keySet()) {
            if (position < parts.size()
                    && parts.size() <= MAX_PARTS
                    && foldable.at(parts, position)
                    && any.standsFor(parts.get(position))) {
                siblings.computeIfAbsent(with(parts, position, ""), _ -> new ArrayList<>())
                        .add(parts);
            }
        }
        siblings.values().stream()
                .filter(group -> group.size() >= THRESHOLD)
                .forEach(group -> joinAlike(group, List.of(position)));
    }

    private void joinAlike(List<List<String>> group, List<Integer> positions) {
        Shape.apart(group, positions).stream()
                .filter(alike -> alike.size() > 1)
                .forEach(alike -> join(alike, positions));
    }

    private void join(List<List<String>> group, List<Integer> positions) {
        var pattern = group.getFirst();
        for (int at : positions) {
            var values = new TreeSet<String>();
            group.forEach(parts -> values.add(parts.get(at)));
            var shape = values.size() > 1 ? Shape.of(values, any) : values.first();
            pattern = with(pattern, at, shape);
        }
        var stands = new HashSet<List<String>>();
        group.forEach(parts -> {
            var seen = folded.remove(parts);
            stands.addAll(seen == null ? Set.of() : seen);
        });
        folded.merge(pattern, Collections.unmodifiableSet(stands), Fold::union);
    }

    private static Set<List<String>> union(Set<List<String>> a, Set<List<String>> b) {
        var both = new HashSet<>(a);
        both.addAll(b);
        return Collections.unmodifiableSet(both);
    }

    private static List<String> with(List<String> parts, int position, String value) {
        var changed = new ArrayList<>(parts);
        changed.set(position, value);
        return List.copyOf(changed);
    }
}
