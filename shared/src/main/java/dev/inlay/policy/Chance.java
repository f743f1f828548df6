package dev.inlay.policy;

import dev.inlay.behaviour.Access;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Finds paths that the rule of another one grants anyway: made-up names that look like a word, or
/// like another placeholder, by chance ([Made]). Told apart, eight of them would be siblings and
/// become `{any}`, which grants far more.
final class Chance {
    /// Of the rules for paths of one shape, no more are tried: what shows more of them is no
    /// program that makes up names.
    private static final int MOST = 64;

    private static final java.util.regex.Pattern WORD =
            java.util.regex.Pattern.compile("(?:[A-Za-z0-9]|\\{(?:number|hex|temp)})+");

    private Chance() {}

    /// By path: the one whose rule grants it, which is itself where there is no other.
    ///
    /// @param seen what was done to each
    static Map<String, String> granted(Map<String, Set<Access>> seen) {
        Map<String, TreeSet<String>> byShape = new HashMap<>();
        for (var path : seen.keySet()) {
            var shape = WORD.matcher(path).replaceAll("w");
            byShape.computeIfAbsent(shape, _ -> new TreeSet<>()).add(path);
        }
        var granted = new HashMap<String, String>();
        byShape.values().forEach(alike -> among(List.copyOf(alike), seen, granted));
        return granted;
    }

    private static void among(
            List<String> alike, Map<String, Set<Access>> seen, Map<String, String> granted) {
        var rules =
                alike.stream()
                        .map(Pattern::ofFile)
                        .filter(rule -> !rule.exact())
                        .limit(MOST)
                        .toList();
        for (var path : alike) {
            var within =
                    rules.stream()
                            .filter(rule -> rule.matches(path))
                            .filter(rule ->
                                    access(seen, rule.toString()).containsAll(access(seen, path)))
                            .toList();
            var widest =
                    within.stream()
                            .filter(rule ->
                                    within.stream()
                                            .allMatch(other -> rule.matches(other.toString())))
                            .findFirst();
            granted.put(path, widest.map(Pattern::toString).orElse(path));
        }
    }

    private static Set<Access> access(Map<String, Set<Access>> seen, String path) {
        return seen.getOrDefault(path, Set.of());
    }
}
