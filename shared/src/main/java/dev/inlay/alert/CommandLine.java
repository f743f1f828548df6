package dev.inlay.alert;

import java.util.List;
import java.util.stream.Collectors;

/// Arguments as somebody would read them in one line: what is no plain word stands in quotes.
final class CommandLine {
    private CommandLine() {}

    /// @param most so many characters at most, and a mark where more were left out
    static String of(List<String> arguments, int most) {
        var line =
                arguments.stream()
                        .map(word -> word.matches("[\\w./:=@%+,-]+") ? word : '"' + word + '"')
                        .collect(Collectors.joining(" "));
        return line.codePointCount(0, line.length()) <= most
                ? line
                : line.substring(0, line.offsetByCodePoints(0, most)) + "…";
    }
}
