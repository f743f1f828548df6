package dev.inlay.policy;

import java.util.Set;

/// How a templated string is cut: into doubled braces, placeholders and single characters. Nothing
/// is copied; a token is where it begins and where it ends.
final class Tokens {
    /// The placeholders that stand for something short and harmless.
    private static final Set<String> HARMLESS =
            Set.of("{uuid}", "{number}", "{hex}", "{temp}", "{pid}");

    /// Those that are letters and digits only.
    private static final Set<String> OF_A_WORD = Set.of("{number}", "{hex}", "{temp}");

    private static final int LONGEST = 8;

    private Tokens() {}

    /// Where the token ends that begins there.
    static int end(String text, int at) {
        char c = text.charAt(at);
        if (c != '{' && c != '}') {
            return at + 1;
        }
        if (at + 1 < text.length() && text.charAt(at + 1) == c) {
            return at + 2;
        }
        int close = c == '{' ? text.indexOf('}', at) : -1;
        return close < 0 ? at + 1 : close + 1;
    }

    /// Whether a harmless placeholder begins there.
    static boolean isHarmless(String text, int at) {
        return isOneOf(HARMLESS, text, at);
    }

    /// Whether a letter, a digit or a placeholder for them begins there.
    static boolean isOfAWord(String text, int at) {
        return isAlphanumeric(text.charAt(at)) || isOneOf(OF_A_WORD, text, at);
    }

    static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static boolean isOneOf(Set<String> placeholders, String text, int at) {
        if (text.charAt(at) != '{') {
            return false;
        }
        int end = end(text, at);
        return end - at <= LONGEST && placeholders.contains(text.substring(at, end));
    }
}
