package dev.inlay.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What names of one place have in common, as the narrowest pattern that all of them match: the
/// words they begin and end with, and between those `{name}`, or `{any}` where signs that end a
/// name were seen. A run with digits is never kept as a word: it may be the day, or a counter that
/// goes on.
final class Shape {
    /// An ending is no longer: `.properties` is part of a name.
    private static final int LONGEST_ENDING = 8;

    private static final Pattern NAME = Pattern.of(Pattern.NAME);
    private static final Pattern ANY = Pattern.of(Pattern.ANY);

    private Shape() {}

    /// The pattern of several values, each of which `{any}` matches.
    static String of(Collection<String> values) {
        var endings = values.stream().map(Shape::ending).distinct().toList();
        var ending = endings.size() == 1 ? endings.getFirst() : "";
        var stems =
                values.stream()
                        .map(value -> value.substring(0, value.length() - ending.length()))
                        .toList();
        var begin = begin(stems);
        var end = end(stems, begin.length());
        var between =
                stems.stream()
                        .map(stem -> stem.substring(begin.length(), stem.length() - end.length()))
                        .toList();
        if (between.stream().allMatch(NAME::matches)) {
            return begin + Pattern.NAME + end + ending;
        }
        if (between.stream().allMatch(ANY::matches)) {
            return begin + Pattern.ANY + end + ending;
        }
        return Pattern.ANY + (stems.stream().allMatch(ANY::matches) ? ending : "");
    }

    /// Puts together what may become one pattern: endings say what a file is, so they are kept,
    /// unless most were seen once: those vary as names do.
    ///
    /// @param positions the parts that vary
    static Collection<List<List<String>>> apart(List<List<String>> texts, List<Integer> positions) {
        Map<List<String>, List<List<String>>> byEndings = new LinkedHashMap<>();
        for (var parts : texts) {
            var endings = positions.stream().map(at -> ending(parts.get(at))).toList();
            byEndings.computeIfAbsent(endings, _ -> new ArrayList<>()).add(parts);
        }
        long alone = byEndings.values().stream().filter(alike -> alike.size() == 1).count();
        return 2 * alone <= texts.size() ? byEndings.values() : List.of(texts);
    }

    /// From the last dot on, where that is a plain word; otherwise nothing.
    static String ending(String value) {
        int dot = value.lastIndexOf('.');
        var ending = value.substring(dot + 1);
        boolean plain =
                dot > 0
                        && !ending.isEmpty()
                        && ending.length() <= LONGEST_ENDING
                        && ending.chars().allMatch(c -> Tokens.isAlphanumeric((char) c));
        return plain ? "." + ending : "";
    }

    private static String begin(List<String> stems) {
        var first = stems.getFirst();
        int kept = 0;
        int end;
        for (int at = 0; at < first.length() && isKept(first, at); at = end) {
            end = Tokens.end(first, at);
            var begin = first.substring(0, end);
            if (!stems.stream()
                    .allMatch(stem -> leaves(stem, begin.length()) && stem.startsWith(begin))) {
                break;
            }
            if (isSign(first, at)
                    || stems.stream().allMatch(stem -> isNumbered(stem, begin.length()))) {
                kept = end;
            }
        }
        return first.substring(0, kept);
    }

    /// @param begun how much of each was taken already
    private static String end(List<String> stems, int begun) {
        var first = stems.getFirst();
        int kept = first.length();
        for (int at = first.length() - 1; at > begun && isKept(first, at); at--) {
            var end = first.substring(at);
            if (!stems.stream()
                    .allMatch(stem -> leaves(stem, begun + end.length()) && stem.endsWith(end))) {
                break;
            }
            kept = isSign(first, at) ? at : kept;
        }
        return first.substring(kept);
    }

    private static boolean leaves(String stem, int taken) {
        return stem.length() > taken;
    }

    /// Whether a token may be part of what is kept: no digit.
    private static boolean isKept(String text, int at) {
        return !Character.isDigit(text.charAt(at));
    }

    /// Whether a word ends there.
    private static boolean isSign(String text, int at) {
        return "_.,:@%+=-".indexOf(text.charAt(at)) >= 0;
    }

    /// Whether nothing but digits follows, to the end of the run.
    private static boolean isNumbered(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            at++;
        }
        return at > from && (at == text.length() || isSign(text, at));
    }
}
