package dev.inlay.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Cuts an argument into the parts that folding may replace: runs of what `{any}` matches, and what
/// is between them. Decides which runs are data and which decide what is done.
final class Words {
    private static final Set<String> SHELLS =
            Set.of("sh", "dash", "bash", "ash", "busybox", "zsh", "ksh", "mksh", "fish");

    /// After these an argument is a program's text.
    private static final Set<String> CODE =
            Set.of("-c", "-e", "-E", "-r", "-p", "-pe", "-ne", "--eval", "--command", "-exec");

    private Words() {}

    /// Runs and separators, in turns; joined they are the argument again.
    static List<String> cut(String argument) {
        var parts = new ArrayList<String>();
        int at = 0;
        while (at < argument.length()) {
            int end = Wild.ANY.reach(argument, at, argument.length());
            end = end > at ? end : Tokens.end(argument, at);
            parts.add(argument.substring(at, end));
            at = end;
        }
        return List.copyOf(parts);
    }

    /// Whether a run inside an argument is data: not what a shell would run, not an option, not
    /// part of a program's text, not below a protected path.
    ///
    /// @param before the argument in front, or empty
    static boolean isData(String program, String before, List<String> parts, int position) {
        if (CODE.contains(before)) {
            return SHELLS.contains(name(program))
                    && !ProtectedPaths.covers(word(parts, position))
                    && isArgumentOfCommand(parts, position);
        }
        var head = String.join("", parts.subList(0, position));
        return !head.endsWith("-") && !ProtectedPaths.covers(word(parts, position));
    }

    /// In a shell's command line: behind a space, with a command in front of it.
    private static boolean isArgumentOfCommand(List<String> parts, int position) {
        var head = String.join("", parts.subList(0, position));
        int start = -1;
        for (int i = 0; i < head.length(); i++) {
            if (";|&()`$<>\n\r!".indexOf(head.charAt(i)) >= 0) {
                start = i;
            }
        }
        var command = head.substring(start + 1).stripLeading();
        return start < 0 && command.indexOf(' ') > 0;
    }

    /// The word that a run is part of.
    private static String word(List<String> parts, int position) {
        int from = String.join("", parts.subList(0, position)).length();
        int to = from + parts.get(position).length();
        var all = String.join("", parts);
        while (from > 0 && !endsAWord(all.charAt(from - 1))) {
            from--;
        }
        while (to < all.length() && !endsAWord(all.charAt(to))) {
            to++;
        }
        return all.substring(from, to);
    }

    private static boolean endsAWord(char c) {
        return " \t\n\"'=".indexOf(c) >= 0;
    }

    private static String name(String program) {
        return program.substring(program.lastIndexOf('/') + 1);
    }
}
