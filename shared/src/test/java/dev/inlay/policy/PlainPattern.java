package dev.inlay.policy;

import dev.inlay.behaviour.SystemPaths;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What the wire format says of patterns, as plainly as it can be written: every way is tried, with
/// whole lists of tokens. Far too slow to judge with; what judges is held against it.
final class PlainPattern {
    private static final Set<String> HARMLESS =
            Set.of("{uuid}", "{number}", "{hex}", "{temp}", "{pid}");

    private final List<String> tokens;
    private final boolean file;

    /// @param file whether made-up names stand for others, as in the path of a file that is no
    ///   secret and outside of the operating system
    PlainPattern(String text, boolean file) {
        this.tokens = tokens(text);
        this.file = file;
    }

    boolean matches(String text) {
        return !(file && guardsCode() && SystemPaths.isCodeFile(text)) && from(0, tokens(text));
    }

    private boolean guardsCode() {
        int any = tokens.lastIndexOf("{any}");
        var behind = tokens.subList(any + 1, tokens.size());
        return any >= 0 && !behind.contains(".") && !behind.contains("/");
    }

    private boolean from(int at, List<String> rest) {
        if (at == tokens.size()) {
            return rest.isEmpty();
        }
        for (int taken = 1; taken <= rest.size(); taken++) {
            if (stands(at, rest.subList(0, taken))
                    && from(at + 1, rest.subList(taken, rest.size()))) {
                return true;
            }
        }
        return false;
    }

    private boolean stands(int at, List<String> taken) {
        var token = tokens.get(at);
        var text = String.join("", taken);
        boolean last = at == tokens.size() - 1;
        boolean isTree = token.equals("{tree}") && last && at > 0 && tokens.get(at - 1).equals("/");
        if (isTree) {
            return !text.endsWith("/")
                    && !text.contains("\n")
                    && !List.of(text.split("/", -1)).contains("..");
        }
        boolean wild = token.equals("{any}") || token.equals("{name}");
        if (wild) {
            var signs = token.equals("{any}") ? signsOfAny() : "[A-Za-z0-9_-]";
            return !text.startsWith("-")
                    && !text.equals(".")
                    && !text.equals("..")
                    && taken.stream()
                            .allMatch(each -> each.matches(signs) || HARMLESS.contains(each));
        }
        boolean made = file && isWord(at) && isMade(token, taken, text);
        return made || (taken.size() == 1 && text.equals(token));
    }

    private String signsOfAny() {
        return file
                ? "[A-Za-z0-9_.,:@%+= ()\\[\\]&'!~#\\x{80}-\\x{10ffff}-]"
                : "[A-Za-z0-9_.,:@%+=-]";
    }

    private static boolean isMade(String token, List<String> taken, String text) {
        boolean word = taken.stream().allMatch(PlainPattern::isOfAWord);
        return switch (token) {
            case "{hex}" -> word && text.matches("\\{hex}|\\{number}|[0-9A-Fa-f]{8,}");
            case "{temp}" -> word && (text.contains("{") || text.length() >= 6);
            default -> false;
        };
    }

    private boolean isWord(int at) {
        return !joins(at - 1) && !joins(at + 1);
    }

    private boolean joins(int at) {
        return at >= 0
                && at < tokens.size()
                && (isOfAWord(tokens.get(at)) || tokens.get(at).matches("\\{(any|name)}"));
    }

    private static boolean isOfAWord(String token) {
        return token.matches("[A-Za-z0-9]|\\{(number|hex|temp)}");
    }

    private static List<String> tokens(String text) {
        var tokens = new ArrayList<String>();
        var rest = text;
        while (!rest.isEmpty()) {
            int close = rest.indexOf('}');
            int end =
                    rest.startsWith("{{") || rest.startsWith("}}")
                            ? 2
                            : rest.startsWith("{") && close > 0 ? close + 1 : 1;
            tokens.add(rest.substring(0, end));
            rest = rest.substring(end);
        }
        return tokens;
    }
}
