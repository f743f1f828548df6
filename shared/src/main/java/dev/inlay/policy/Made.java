package dev.inlay.policy;

import dev.inlay.behaviour.SensitivePaths;
import dev.inlay.behaviour.SystemPaths;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Names that were made up, in rules: what a program draws by lot looks like another placeholder,
/// or like none, by chance. The sensor decides the same (docs/wire-format.md, Patterns).
final class Made {
    /// What the placeholders of a text reach beyond themselves.
    enum Reach {
        ITSELF,
        FILE,
        ARGUMENT
    }

    private static final String OF_A_PATH = "[A-Za-z0-9/_.+@%~{}-]*";
    private static final Pattern PATH_WITHIN = Pattern.compile(OF_A_PATH + "\\z");
    private static final Pattern PATH_AHEAD = Pattern.compile(OF_A_PATH);

    private Made() {}

    /// What a token of a text stands for; empty when it only matches itself.
    static Optional<Wild> of(Reach reach, String text, int at, int end) {
        boolean hex = text.startsWith("{hex}", at);
        boolean placeholder = hex || text.startsWith("{temp}", at);
        if (reach == Reach.ITSELF || !placeholder || !isWhole(text, at, end)) {
            return Optional.empty();
        }
        var before = text.substring(0, at);
        return switch (reach) {
            case ITSELF -> Optional.empty();
            case FILE -> Optional.of(hex ? Wild.HEX : Wild.TEMP).filter(_ -> isOpen(before, text));
            case ARGUMENT ->
                    hex
                            ? Optional.of(Wild.HEX)
                            : Optional.of(Wild.ODDITY)
                                    .filter(_ -> isOpenInArgument(before, text.substring(at)));
        };
    }

    /// Whether it is a word of its own. A wildcard may take a part of one.
    private static boolean isWhole(String text, int at, int end) {
        int before = 0;
        for (int next = 0; next < at; next = Tokens.end(text, next)) {
            before = next;
        }
        return !(at > 0 && joins(text, before)) && !(end < text.length() && joins(text, end));
    }

    private static boolean joins(String text, int at) {
        return Tokens.isOfAWord(text, at)
                || text.startsWith("{any}", at)
                || text.startsWith("{name}", at);
    }

    private static boolean isOpenInArgument(String before, String rest) {
        var start = found(PATH_WITHIN, before);
        return isOpen(start, start + found(PATH_AHEAD, rest));
    }

    /// Whether a path that begins so, and is that as a whole, leads neither to where the operating
    /// system lives nor to secrets.
    private static boolean isOpen(String before, String path) {
        return before.startsWith("/")
                && !SystemPaths.contains(path)
                && !SensitivePaths.contains(before)
                && !List.of(before.split("/", -1)).contains("..");
    }

    private static String found(Pattern part, String text) {
        var found = part.matcher(text);
        return found.find() ? found.group() : "";
    }
}
