package dev.inlay.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What names of one place have in common, as the narrowest pattern that all of them match: the
/// words they begin and end with, and between those `{name}`, or `{any}` where signs that end a
/// name were seen. A run with digits is never kept as a word: it may be the day, or a counter that
/// goes on.
final class Shape {
    /// An ending is no longer: `.properties` is part of a name.
    private static final int LONGEST_ENDING = 8;

    private Shape() {}

    /// The pattern of several values.
    ///
    /// @param any what each of them may be
    static String of(Collection<String> values, Wild any) {
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
        if (between.stream().allMatch(Wild.NAME::standsFor)) {
            return begin + Pattern.NAME + end + ending;
        }
        if (between.stream().allMatch(any::standsFor)) {
            return begin + Pattern.ANY + end + ending;
        }
        return Pattern.ANY + (stems.stream().allMatch(any::standsFor) ? ending : "");
    }

    /// Puts together what may become one pattern: endings say what a file is, so they are kept,
    /// unless most were seen once: those vary as names do. What is hidden is not put together with
    /// what is not, nor with another ending: `.htaccess` is no `.{any}`.
    ///
    /// @param positions the parts that vary
    static Collection<List<List<String>>> apart(List<List<String>> texts, List<Integer> positions) {
        Map<Boolean, List<List<String>>> byHidden =
                texts.stream()
                        .collect(
                                Collectors.partitioningBy(parts ->
                                        positions.stream()
                                                .anyMatch(at -> isHidden(parts.get(at)))));
        var plain = byHidden.getOrDefault(false, List.of());
        var apart = new ArrayList<>(byEndings(plain, positions));
        long alone = apart.stream().filter(alike -> alike.size() == 1).count();
        if (2 * alone > plain.size()) {
            apart.clear();
            apart.add(plain);
        }
        apart.addAll(byEndings(byHidden.getOrDefault(true, List.of()), positions));
        return apart;
    }

    private static Collection<List<List<String>>> byEndings(
            List<List<String>> texts, List<Integer> positions) {
        Map<List<String>, List<List<String>>> byEndings = new LinkedHashMap<>();
        for (var parts : texts) {
            var endings = positions.stream().map(at -> ending(parts.get(at))).toList();
            byEndings.computeIfAbsent(endings, _ -> new ArrayList<>()).add(parts);
        }
        return byEndings.values();
    }

    private static boolean isHidden(String value) {
        return value.startsWith(".");
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
        return "_.,:@%+=- ".indexOf(text.charAt(at)) >= 0;
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
