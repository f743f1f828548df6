package dev.inlay.behaviour;

import java.util.List;
import java.util.regex.Pattern;

/// Whether a behaviour's texts are what a sensor's templating writes. A forged frame could hold the
/// wildcards of rules, or what only looks like one name or one address; none of that may ever
/// become a rule.
public final class Templated {
    private static final Pattern PLACEHOLDER =
            Pattern.compile(
                    "uuid|number|hex|temp|pid|byte:[0-9a-f]{2}"
                            + "|long:[0-9a-f]{16}|more:[0-9]{1,9}:[0-9a-f]{16}");

    /// Longer than every placeholder.
    private static final int MAX_PLACEHOLDER = 40;

    /// What the sensor writes for the container's own host name, in names only.
    private static final Pattern OWN_NAME = Pattern.compile("\\{hostname}(?=\\.|\\z)");

    private static final Pattern NAME = Pattern.compile("[^\\s/:%]*[^\\s/:%0-9.][^\\s/:%]*");
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:]+");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.-]+");

    private Templated() {}

    /// Whether a sensor could have written it.
    public static boolean wellFormed(Behaviour behaviour) {
        return switch (behaviour) {
            case Behaviour.Exec exec ->
                    path(exec.program())
                            && (exec.parent().isEmpty() || path(exec.parent()))
                            && all(exec.arguments())
                            && exec.interpreter().map(Templated::path).orElse(true);
            case Behaviour.FileAccess(var program, _, var path) -> path(program) && path(path);
            case Behaviour.Listen(var program, _, _, _) -> path(program);
            case Behaviour.Connect connect ->
                    path(connect.program())
                            && connect.peer().map(Templated::name).orElse(true)
                            && connect.address().map(Templated::address).orElse(true);
            case Behaviour.Resolve(var name) -> name(name);
            case Behaviour.SocketUse(var program, var family, var type) ->
                    path(program) && word(family) && word(type);
            case Behaviour.Privilege(var program, var call, var detail) ->
                    path(program) && word(call) && text(detail);
            case Behaviour.Unread(var program, _, var call) -> path(program) && word(call);
            case Behaviour.Tamper _, Behaviour.Mismatch _ -> true;
        };
    }

    private static boolean path(String text) {
        return !text.isEmpty() && text(text);
    }

    private static boolean all(List<String> texts) {
        return texts.stream().allMatch(Templated::text);
    }

    private static boolean text(String text) {
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int width = c == '{' || c == '}' ? braces(text, i) : 1;
            if (width == 0) {
                return false;
            }
            i += width;
        }
        return true;
    }

    /// The length of what a brace begins: a doubled brace or a placeholder; 0 when it is neither.
    private static int braces(String text, int at) {
        if (text.startsWith("{{", at) || text.startsWith("}}", at)) {
            return 2;
        }
        int close = text.indexOf('}', at);
        boolean opens = text.charAt(at) == '{' && close > at && close - at <= MAX_PLACEHOLDER;
        return opens && PLACEHOLDER.matcher(text.substring(at + 1, close)).matches()
                ? close + 1 - at
                : 0;
    }

    private static boolean name(String text) {
        var own = OWN_NAME.matcher(text);
        var plain = own.lookingAt() ? "host" + text.substring(own.end()) : text;
        return text(plain) && NAME.matcher(plain).matches();
    }

    private static boolean address(String text) {
        return ADDRESS.matcher(text).matches();
    }

    private static boolean word(String text) {
        return WORD.matcher(text).matches();
    }
}
