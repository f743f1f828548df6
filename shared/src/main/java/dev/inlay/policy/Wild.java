package dev.inlay.policy;

import java.util.List;

/// What of a pattern stands for others (docs/wire-format.md, Patterns). Each takes a run of tokens
/// that it takes one by one, if the run as a whole is fit.
enum Wild {
    /// Harmless characters and placeholders.
    ANY,
    /// The same in a file's path, where it also takes what people put into names. No shell sees it
    /// there.
    ANY_OF_A_FILE,
    /// Of these, what names are made of: nothing that ends one, or begins something else.
    NAME,
    /// A made-up word of hex digits, which may be digits only, or letters only.
    HEX,
    /// A made-up word of letters and digits, which may be anything.
    TEMP,
    /// The same, but nothing that people call things by.
    ODDITY,
    /// Everything below a directory.
    TREE;

    private static final String SIGNS = "_.,:@%+=-";

    /// What people put into the names of files besides.
    private static final String SIGNS_OF_PEOPLE = " ()[]&'!~#";

    private static final char LAST_OF_ASCII = 0x7f;

    private static final int HEX_AT_LEAST = 8;
    private static final int TEMP_AT_LEAST = 6;

    /// Where a run ends of what it takes, that begins there.
    int reach(String text, int from, int to) {
        int at = from;
        while (at < to && takes(text, at)) {
            at = Tokens.end(text, at);
        }
        return at;
    }

    /// Whether it takes the token that begins there.
    boolean takes(String text, int at) {
        char c = text.charAt(at);
        return switch (this) {
            case ANY -> isHarmless(text, at);
            case ANY_OF_A_FILE ->
                    isHarmless(text, at) || SIGNS_OF_PEOPLE.indexOf(c) >= 0 || c > LAST_OF_ASCII;
            case NAME ->
                    Tokens.isAlphanumeric(c) || c == '_' || c == '-' || Tokens.isHarmless(text, at);
            case HEX, TEMP, ODDITY -> Tokens.isOfAWord(text, at);
            case TREE -> true;
        };
    }

    private static boolean isHarmless(String text, int at) {
        char c = text.charAt(at);
        return Tokens.isAlphanumeric(c) || SIGNS.indexOf(c) >= 0 || Tokens.isHarmless(text, at);
    }

    /// Whether it may stand for a text as a whole.
    boolean standsFor(String text) {
        return reach(text, 0, text.length()) == text.length() && fits(text, 0, text.length());
    }

    /// Whether it may stand for a run of what it takes.
    boolean fits(String text, int from, int to) {
        return from < to
                && switch (this) {
                    case ANY, ANY_OF_A_FILE, NAME ->
                            text.charAt(from) != '-' && !isOneOrTwoDots(text, from, to);
                    case HEX -> isHex(text, from, to);
                    case TEMP -> isLong(text, from, to);
                    case ODDITY -> isLong(text, from, to) && !isNumberedWord(text, from, to);
                    case TREE -> leadsDown(text.substring(from, to));
                };
    }

    private static boolean isOneOrTwoDots(String text, int from, int to) {
        return to - from <= 2 && text.charAt(from) == '.' && text.charAt(to - 1) == '.';
    }

    private static boolean isHex(String text, int from, int to) {
        if (text.charAt(from) == '{') {
            var word = text.substring(from, to);
            return word.equals("{hex}") || word.equals("{number}");
        }
        int at = from;
        while (at < to && Character.digit(text.charAt(at), 16) >= 0) {
            at++;
        }
        return at == to && to - from >= HEX_AT_LEAST;
    }

    /// A placeholder may stand for as many characters as it takes.
    private static boolean isLong(String text, int from, int to) {
        int brace = text.indexOf('{', from);
        return to - from >= TEMP_AT_LEAST || (brace >= 0 && brace < to);
    }

    /// A word in one case, or with a capital in front, and a number or nothing behind it.
    private static boolean isNumberedWord(String text, int from, int to) {
        int lower = from;
        while (lower < to && Character.isUpperCase(text.charAt(lower))) {
            lower++;
        }
        int digits = lower;
        while (digits < to && Character.isLowerCase(text.charAt(digits))) {
            digits++;
        }
        int end = digits;
        while (end < to && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return end == to && digits > from && (digits == lower || lower <= from + 1);
    }

    private static boolean leadsDown(String below) {
        return below.indexOf('\n') < 0
                && below.indexOf('\r') < 0
                && !below.endsWith("/")
                && !List.of(below.split("/", -1)).contains("..");
    }

    /// Where it may end, for all places at once where it may begin.
    ///
    /// @param begins by position; as long as the ends
    /// @param to how far the text is looked at
    boolean[] ends(String text, boolean[] begins, int to) {
        return switch (this) {
            case ANY, ANY_OF_A_FILE, NAME -> endsOfAny(text, begins, to);
            case HEX, TEMP, ODDITY, TREE -> endsOfRuns(text, begins, to);
        };
    }

    /// What was taken so far is one dot, two dots, or something that may end here.
    private boolean[] endsOfAny(String text, boolean[] begins, int to) {
        var ends = new boolean[begins.length];
        boolean oneDot = false;
        boolean twoDots = false;
        boolean enough = false;
        int at = 0;
        while (at < to) {
            boolean takes = takes(text, at);
            boolean dot = takes && text.charAt(at) == '.';
            boolean begun = begins[at] && !dot && text.charAt(at) != '-';
            enough = takes && (enough || twoDots || (oneDot && !dot) || begun);
            twoDots = oneDot && dot;
            oneDot = dot && begins[at];
            at = Tokens.end(text, at);
            ends[at] = enough;
        }
        return ends;
    }

    /// These take whole words, or all the rest.
    private boolean[] endsOfRuns(String text, boolean[] begins, int to) {
        var ends = new boolean[begins.length];
        for (int at = 0; at < to; at++) {
            if (begins[at]) {
                int end = reach(text, at, to);
                ends[end] |= end <= to && fits(text, at, end);
            }
        }
        return ends;
    }
}
