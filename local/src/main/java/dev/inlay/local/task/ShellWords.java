package dev.inlay.local.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// A line cut into words as compose cuts it: white space parts them, quotes and backslashes keep
/// them together (POSIX shell, 2.2 Quoting).
final class ShellWords {
    private ShellWords() {}

    /// The words of a list, or of one line where somebody wrote that: ECS and Kubernetes refuse it,
    /// but it is not to pass for nothing.
    static List<String> in(JsonNode words) {
        return words.isTextual()
                ? of(words.asText())
                : words.valueStream().map(JsonNode::asText).toList();
    }

    static List<String> of(String line) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int at = 0; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == '\\' && quote != '\'' && at + 1 < line.length()) {
                word.append(line.charAt(++at));
                inWord = true;
            } else if (quote != 0 ? c == quote : c == '"' || c == '\'') {
                quote = quote == 0 ? c : 0;
                inWord = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                }
                word.setLength(0);
                inWord = false;
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }
}
