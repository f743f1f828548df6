package dev.inlay.policy;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    static Map<String, String> granted(Collection<String> paths) {
        Map<String, TreeSet<String>> byShape = new HashMap<>();
        for (var path : paths) {
            var shape = WORD.matcher(path).replaceAll("w");
            byShape.computeIfAbsent(shape, _ -> new TreeSet<>()).add(path);
        }
        var granted = new HashMap<String, String>();
        byShape.values().forEach(alike -> among(List.copyOf(alike), granted));
        return granted;
    }

    private static void among(List<String> alike, Map<String, String> granted) {
        var rules =
                alike.stream()
                        .map(Pattern::ofFile)
                        .filter(rule -> !rule.exact())
                        .limit(MOST)
                        .toList();
        var widest =
                rules.stream()
                        .filter(rule -> rules.stream().noneMatch(other -> isWithin(rule, other)))
                        .toList();
        for (var path : alike) {
            var by = widest.stream().filter(rule -> rule.matches(path)).findFirst();
            granted.put(path, by.map(Object::toString).orElse(path));
        }
    }

    private static boolean isWithin(
            Pattern rule, Pattern other) {
        return other != rule && other.matches(rule.toString());
    }
}
