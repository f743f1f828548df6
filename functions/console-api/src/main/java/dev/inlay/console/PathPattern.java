package dev.inlay.console;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A path with placeholders, as the OpenAPI document writes it: `/api/v1/images/{image}/policy`. A
/// placeholder stands for one segment or, as some gateways decode `%2F`, for several; patterns are
/// therefore tried from the one that says most to the one that says least.
final class PathPattern implements Comparable<PathPattern> {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+)}");

    private final String text;
    private final List<String> names = new ArrayList<>();
    private final Pattern pattern;

    PathPattern(String text) {
        this.text = text;
        var regex = new StringBuilder();
        var placeholder = PLACEHOLDER.matcher(text);
        int end = 0;
        while (placeholder.find()) {
            regex.append(Pattern.quote(text.substring(end, placeholder.start()))).append("(.+)");
            names.add(placeholder.group(1));
            end = placeholder.end();
        }
        regex.append(Pattern.quote(text.substring(end)));
        this.pattern = Pattern.compile(regex.toString());
    }

    /// What the placeholders stand for, when the path fits.
    Optional<Map<String, String>> match(String path) {
        var found = pattern.matcher(path);
        if (!found.matches()) {
            return Optional.empty();
        }
        var values = new HashMap<String, String>();
        for (int i = 0; i < names.size(); i++) {
            values.put(names.get(i), found.group(i + 1));
        }
        return Optional.of(values);
    }

    /// What says more comes first.
    @Override
    public int compareTo(PathPattern other) {
        int byLiterals = Integer.compare(other.literals(), literals());
        return byLiterals != 0 ? byLiterals : text.compareTo(other.text);
    }

    private int literals() {
        return PLACEHOLDER.matcher(text).replaceAll("").length();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathPattern pattern && pattern.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
