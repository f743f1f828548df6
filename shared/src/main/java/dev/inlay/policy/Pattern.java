package dev.inlay.policy;

import dev.inlay.behaviour.SensitivePaths;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A templated string that may hold `{any}`, and as a path end in `/{tree}`; in files and arguments
/// made-up names stand for others of their kind ([Made]). Matching takes time linear in the text
/// for each part of the pattern, whatever either holds.
public final class Pattern {
    /// One or more harmless characters and placeholders.
    public static final String ANY = "{any}";

    /// Everything below a directory.
    public static final String TREE = "{tree}";

    /// The placeholders that stand for something short and harmless.
    private static final Set<String> HARMLESS =
            Set.of("{uuid}", "{number}", "{hex}", "{temp}", "{pid}");

    private final String text;
    private final boolean exact;
    private final boolean tree;
    private final List<String> tokens;

    /// What the tokens stand for beyond themselves, by their place.
    private final Map<Integer, Made> made = new HashMap<>();

    /// What stands in front of the first token that stands for others and behind the last one: a
    /// text that does not begin and end so is no match, and most are told apart by that.
    private final String head;

    private final String tail;

    private Pattern(String text, Made.Reach reach) {
        this.text = text;
        this.tree = text.endsWith("/" + TREE);
        this.tokens = tokens(tree ? text.substring(0, text.length() - TREE.length()) : text);
        for (int i = 0; i < tokens.size(); i++) {
            int at = i;
            Made.of(reach, tokens, at).ifPresent(each -> made.put(at, each));
        }
        this.exact = !tree && !tokens.contains(ANY) && made.isEmpty();
        int first = 0;
        while (first < tokens.size() && isItself(first)) {
            first++;
        }
        int last = tokens.size();
        while (last > first && isItself(last - 1)) {
            last--;
        }
        this.head = String.join("", tokens.subList(0, first));
        this.tail = tree ? "" : String.join("", tokens.subList(last, tokens.size()));
    }

    /// The pattern of a program, a name, a detail.
    public static Pattern of(String text) {
        return new Pattern(text, Made.Reach.ITSELF);
    }

    /// The pattern of a file's path. Secrets are known by their names.
    public static Pattern ofFile(String path) {
        boolean secret = SensitivePaths.contains(path);
        return new Pattern(path, secret ? Made.Reach.ITSELF : Made.Reach.FILE);
    }

    /// The pattern of an argument.
    public static Pattern ofArgument(String argument) {
        return new Pattern(argument, Made.Reach.ARGUMENT);
    }

    /// Why a text is no pattern, if it is none.
    ///
    /// @param path whether it may end in `/{tree}`
    public static Optional<String> problem(String text, boolean path) {
        for (var token : tokens(text)) {
            if (token.equals("{") || token.equals("}") || token.equals("{}")) {
                return Optional.of("a brace is neither doubled nor part of a placeholder");
            }
            if (token.length() > 2 && token.indexOf('{', 1) > 0) {
                return Optional.of("a placeholder holds a brace");
            }
        }
        int tree = tokens(text).indexOf(TREE);
        boolean fits = path && text.endsWith("/" + TREE) && tree == tokens(text).size() - 1;
        return tree < 0 || fits
                ? Optional.empty()
                : Optional.of(TREE + " stands only at the end of a path, behind a /");
    }

    /// Whether it matches nothing but itself.
    public boolean exact() {
        return exact;
    }

    /// Whether it matches a templated string as a whole.
    public boolean matches(String templated) {
        if (exact) {
            return text.equals(templated);
        }
        if (!templated.startsWith(head) || !templated.endsWith(tail)) {
            return false;
        }
        var found = tokens(templated);
        var reached = new boolean[found.size() + 1];
        reached[0] = true;
        for (int i = 0; i < tokens.size(); i++) {
            var stands = made.get(i);
            reached =
                    stands == null
                            ? next(found, reached, tokens.get(i))
                            : word(found, reached, stands);
        }
        return tree ? endsInTree(found, reached) : reached[found.size()];
    }

    private boolean isItself(int token) {
        return !tokens.get(token).equals(ANY) && !made.containsKey(token);
    }

    private static boolean[] next(List<String> found, boolean[] from, String token) {
        return token.equals(ANY) ? any(found, from) : literal(found, from, token);
    }

    /// A made-up name is compared with whole words.
    private static boolean[] word(List<String> found, boolean[] from, Made made) {
        var to = new boolean[from.length];
        int start = 0;
        for (int i = 0; i <= found.size(); i++) {
            if (i == found.size() || !Made.isOfAWord(found.get(i))) {
                to[i] = start < i && from[start] && made.covers(found.subList(start, i));
                start = i + 1;
            }
        }
        return to;
    }

    private static boolean[] literal(List<String> found, boolean[] from, String token) {
        var to = new boolean[from.length];
        for (int i = 0; i < found.size(); i++) {
            to[i + 1] = from[i] && found.get(i).equals(token);
        }
        return to;
    }

    /// Follows all ways of taking tokens at once: what was taken so far is one dot, two dots, or
    /// something that may end here.
    private static boolean[] any(List<String> found, boolean[] from) {
        var to = new boolean[from.length];
        boolean oneDot = false;
        boolean twoDots = false;
        boolean enough = false;
        for (int i = 0; i < found.size(); i++) {
            var token = found.get(i);
            boolean takes = harmless(token);
            boolean dot = token.equals(".");
            boolean hyphen = token.equals("-");
            boolean begins = from[i] && !hyphen && !dot;
            enough = takes && (enough || twoDots || (oneDot && !dot) || begins);
            twoDots = oneDot && dot;
            oneDot = from[i] && dot;
            to[i + 1] = enough;
        }
        return to;
    }

    private static boolean endsInTree(List<String> found, boolean[] reached) {
        for (int i = 0; i < found.size(); i++) {
            if (reached[i] && holdsOnlyDescent(found.subList(i, found.size()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean holdsOnlyDescent(List<String> rest) {
        var below = String.join("", rest);
        if (below.indexOf('\n') >= 0 || below.indexOf('\r') >= 0 || below.endsWith("/")) {
            return false;
        }
        for (var segment : below.split("/", -1)) {
            if (segment.equals("..")) {
                return false;
            }
        }
        return true;
    }

    /// Whether `{any}` takes this character or placeholder.
    static boolean harmless(String token) {
        if (token.length() > 1) {
            return HARMLESS.contains(token);
        }
        char c = token.charAt(0);
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "_.,:@%+=-".indexOf(c) >= 0;
    }

    /// Cuts a templated string: doubled braces, placeholders and single characters.
    private static List<String> tokens(String text) {
        var tokens = new ArrayList<String>(text.length());
        int i = 0;
        while (i < text.length()) {
            int end = i + 1;
            char c = text.charAt(i);
            if (text.startsWith("{{", i) || text.startsWith("}}", i)) {
                end = i + 2;
            } else if (c == '{') {
                int close = text.indexOf('}', i);
                end = close < 0 ? i + 1 : close + 1;
            }
            tokens.add(text.substring(i, end));
            i = end;
        }
        return tokens;
    }

    @Override
    public String toString() {
        return text;
    }
}
