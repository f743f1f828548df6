package dev.inlay.policy;

import dev.inlay.behaviour.SensitivePaths;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Names that were made up, in rules: what a program draws by lot looks like another placeholder,
/// or like none, by chance. The sensor decides the same (docs/wire-format.md, Patterns).
enum Made {
    /// Hex digits, which may be digits only, or letters only.
    HEX,
    /// Letters and digits, which may be anything.
    NAME,
    /// The same, but nothing that people call things by.
    ODDITY;

    /// What the placeholders of a text reach beyond themselves.
    enum Reach {
        ITSELF,
        FILE,
        ARGUMENT
    }

    private static final int TEMP_AT_LEAST = 6;

    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9A-Fa-f]{8,}");
    private static final Pattern WORD =
            Pattern.compile("(?:[A-Za-z][a-z]*|[A-Z]+)[0-9]*", Pattern.DOTALL);
    private static final Pattern OF_A_WORD =
            Pattern.compile("[A-Za-z0-9]|\\{number}|\\{hex}|\\{temp}");
    private static final Pattern PATH_WITHIN = Pattern.compile("[A-Za-z0-9/_.+@%~{}-]*\\z");
    private static final Pattern PROTECTED =
            Pattern.compile(
                    "/(?:bin|boot|etc|lib|lib32|lib64|proc|root|sbin|sys|usr|\\.inlay)(?:/.*)?",
                    Pattern.DOTALL);

    /// What one token of a text stands for; empty when it only matches itself.
    static Optional<Made> of(Reach reach, List<String> tokens, int at) {
        var token = tokens.get(at);
        boolean placeholder = token.equals("{hex}") || token.equals("{temp}");
        if (reach == Reach.ITSELF || !placeholder || joined(tokens, at - 1, at + 1)) {
            return Optional.empty();
        }
        var before = String.join("", tokens.subList(0, at));
        return switch (reach) {
            case ITSELF -> Optional.empty();
            case FILE ->
                    Optional.of(token.equals("{hex}") ? HEX : NAME).filter(_ -> isOpen(before));
            case ARGUMENT ->
                    token.equals("{hex}")
                            ? Optional.of(HEX)
                            : Optional.of(ODDITY).filter(_ -> isOpen(pathWithin(before)));
        };
    }

    /// Whether a token is part of a word.
    static boolean isOfAWord(String token) {
        return OF_A_WORD.matcher(token).matches();
    }

    /// Whether a word of a templated text can have come out of the same lot. A placeholder may
    /// stand for as many characters as it takes.
    boolean covers(List<String> word) {
        boolean varies = word.stream().anyMatch(token -> token.length() > 1);
        var text = String.join("", word);
        return switch (this) {
            case HEX ->
                    text.equals("{hex}")
                            || text.equals("{number}")
                            || HEXADECIMAL.matcher(text).matches();
            case NAME -> varies || word.size() >= TEMP_AT_LEAST;
            case ODDITY ->
                    varies || (word.size() >= TEMP_AT_LEAST && !WORD.matcher(text).matches());
        };
    }

    /// Whether a word goes on there. `{any}` may take a part of one.
    private static boolean joined(List<String> tokens, int... places) {
        for (int at : places) {
            boolean inside = at >= 0 && at < tokens.size();
            if (inside && (isOfAWord(tokens.get(at)) || tokens.get(at).equals("{any}"))) {
                return true;
            }
        }
        return false;
    }

    /// Whether a path that begins so leads neither to where the operating system lives nor to
    /// secrets.
    private static boolean isOpen(String before) {
        return before.startsWith("/")
                && !PROTECTED.matcher(before).matches()
                && !SensitivePaths.contains(before)
                && !List.of(before.split("/", -1)).contains("..");
    }

    private static String pathWithin(String before) {
        var found = PATH_WITHIN.matcher(before);
        return found.find() ? found.group() : "";
    }
}
