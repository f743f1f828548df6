package dev.inlay.policy;

import dev.inlay.behaviour.SensitivePaths;
import dev.inlay.behaviour.SystemPaths;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A templated string that may hold `{any}` and `{name}`, and as a path end in `/{tree}`; in files
/// and arguments made-up names stand for others of their kind ([Made]). It is cut once, into what
/// has to be there literally and what stands for others between that. Matching takes time linear in
/// the text for each part of the pattern, whatever either holds.
public final class Pattern {
    /// One or more harmless characters and placeholders.
    public static final String ANY = "{any}";

    /// Of these, what names are made of.
    public static final String NAME = "{name}";

    /// Everything below a directory.
    public static final String TREE = "{tree}";

    private final String text;

    /// What stands around the wildcards: one more than those, some of them empty.
    private final List<String> literals = new ArrayList<>();

    private final List<Wild> wilds = new ArrayList<>();

    /// Most texts are told apart by how they begin or end.
    private final String head;

    private final String tail;

    /// Whether each wildcard but the last ends where something follows that it does not take: then
    /// there is one way to try.
    private final boolean oneWay;

    /// Whether a file that is called as code is has to be called so by the pattern, not by what
    /// `{any}` stands for.
    private final boolean guardsCode;

    private Pattern(String text, Made.Reach reach, boolean file) {
        this.text = text;
        int from = 0;
        int end;
        for (int at = 0; at < text.length(); at = end) {
            end = Tokens.end(text, at);
            var wild = wild(reach, text, at, end);
            if (wild.isPresent()) {
                literals.add(text.substring(from, at));
                wilds.add(wild.get());
                from = end;
            }
        }
        literals.add(text.substring(from));
        this.head = literals.getFirst();
        this.tail = literals.getLast();
        this.oneWay = hasOneWay();
        this.guardsCode = file && leavesEndingOpen();
    }

    /// Whether `{any}` may stand for the ending of a name: no dot follows the last one, and no
    /// other name.
    private boolean leavesEndingOpen() {
        int last = Math.max(wilds.lastIndexOf(Wild.ANY), wilds.lastIndexOf(Wild.ANY_OF_A_FILE));
        var behind = String.join("", literals.subList(last + 1, literals.size()));
        return last >= 0 && behind.indexOf('.') < 0 && behind.indexOf('/') < 0;
    }

    private static Optional<Wild> wild(Made.Reach reach, String text, int at, int end) {
        if (text.charAt(at) != '{') {
            return Optional.empty();
        }
        return switch (text.substring(at, end)) {
            case ANY -> Optional.of(reach == Made.Reach.FILE ? Wild.ANY_OF_A_FILE : Wild.ANY);
            case NAME -> Optional.of(Wild.NAME);
            case TREE ->
                    Optional.of(Wild.TREE)
                            .filter(_ -> end == text.length() && text.startsWith("/", at - 1));
            default -> Made.of(reach, text, at, end);
        };
    }

    private boolean hasOneWay() {
        for (int i = 0; i < wilds.size() - 1; i++) {
            var next = literals.get(i + 1);
            if (next.isEmpty() || wilds.get(i).takes(next, 0)) {
                return false;
            }
        }
        return true;
    }

    /// The pattern of a program, a name, a detail.
    public static Pattern of(String text) {
        return new Pattern(text, Made.Reach.ITSELF, false);
    }

    /// The pattern of a file's path. Secrets are known by their names.
    public static Pattern ofFile(String path) {
        boolean secret = SensitivePaths.contains(path);
        return new Pattern(path, secret ? Made.Reach.ITSELF : Made.Reach.FILE, true);
    }

    /// The pattern of an argument.
    public static Pattern ofArgument(String argument) {
        return new Pattern(argument, Made.Reach.ARGUMENT, false);
    }

    /// Why a text is no pattern, if it is none.
    ///
    /// @param path whether it may end in `/{tree}`
    public static Optional<String> problem(String text, boolean path) {
        int end;
        for (int at = 0; at < text.length(); at = end) {
            end = Tokens.end(text, at);
            var token = text.substring(at, end);
            if (token.equals("{") || token.equals("}") || token.equals("{}")) {
                return Optional.of("a brace is neither doubled nor part of a placeholder");
            }
            if (token.length() > 2 && token.indexOf('{', 1) > 0) {
                return Optional.of("a placeholder holds a brace");
            }
            boolean last = end == text.length() && text.startsWith("/", at - 1);
            if (token.equals(TREE) && !(path && last)) {
                return Optional.of(TREE + " stands only at the end of a path, behind a /");
            }
        }
        return Optional.empty();
    }

    /// Whether it matches nothing but itself.
    public boolean exact() {
        return wilds.isEmpty();
    }

    /// What every match begins with.
    String head() {
        return head;
    }

    /// Whether it matches a templated string as a whole.
    public boolean matches(String templated) {
        if (exact()) {
            return text.equals(templated);
        }
        int end = templated.length() - tail.length();
        return end >= head.length()
                && templated.startsWith(head)
                && templated.endsWith(tail)
                && !(guardsCode && SystemPaths.isCodeFile(templated))
                && (oneWay ? inOneWay(templated, end) : inAnyWay(templated, end));
    }

    /// @param end where the tail begins
    private boolean inOneWay(String templated, int end) {
        int at = head.length();
        for (int i = 0; i < wilds.size(); i++) {
            var wild = wilds.get(i);
            int stop = wild.reach(templated, at, end);
            if (stop > end || !wild.fits(templated, at, stop)) {
                return false;
            }
            if (i == wilds.size() - 1) {
                return stop == end;
            }
            var next = literals.get(i + 1);
            if (!templated.startsWith(next, stop)) {
                return false;
            }
            at = stop + next.length();
        }
        return false;
    }

    /// Follows all ways at once: by position, whether what was compared so far can end there.
    private boolean inAnyWay(String templated, int end) {
        var reached = new boolean[templated.length() + 1];
        reached[head.length()] = true;
        for (int i = 0; i < wilds.size(); i++) {
            if (i > 0) {
                reached = behind(templated, reached, literals.get(i));
            }
            reached = wilds.get(i).ends(templated, reached, end);
        }
        return reached[end];
    }

    private static boolean[] behind(String templated, boolean[] reached, String literal) {
        var behind = new boolean[reached.length];
        for (int at = 0; at < reached.length; at++) {
            if (reached[at] && templated.startsWith(literal, at)) {
                behind[at + literal.length()] = true;
            }
        }
        return behind;
    }

    @Override
    public String toString() {
        return text;
    }
}
