package dev.inlay.image;

import java.util.Optional;

/// A pattern in which `*` stands for any run of characters, `/` included; everything else means
/// itself. This is what ECR uses for tags and repositories too.
///
/// @param text 1 to 256 characters
public record Glob(String text) implements Comparable<Glob> {
    private static final int MAX_LENGTH = 256;

    public Glob {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a pattern has 1 to " + MAX_LENGTH + " characters, got " + text.length());
        }
    }

    /// A pattern, when it is one.
    public static Optional<Glob> parse(String text) {
        return text.isEmpty() || text.length() > MAX_LENGTH
                ? Optional.empty()
                : Optional.of(new Glob(text));
    }

    /// Whether the whole name fits. Linear in the name for each star: no pattern is expensive.
    public boolean matches(String name) {
        int star = -1;
        int resume = 0;
        int p = 0;
        int n = 0;
        while (n < name.length()) {
            if (p < text.length() && text.charAt(p) == '*') {
                star = p++;
                resume = n;
            } else if (p < text.length() && text.charAt(p) == name.charAt(n)) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (p < text.length() && text.charAt(p) == '*') {
            p++;
        }
        return p == text.length();
    }

    /// What the star of a pattern with exactly one star stood for; the empty text for a pattern
    /// without a star that matches.
    Optional<String> captured(String name) {
        if (!matches(name)) {
            return Optional.empty();
        }
        int star = text.indexOf('*');
        return Optional.of(
                star < 0 ? "" : name.substring(star, name.length() - (text.length() - star - 1)));
    }

    /// How many characters mean themselves: the more, the closer the pattern is to one name.
    int literals() {
        return text.length() - stars();
    }

    int stars() {
        return (int) text.chars().filter(c -> c == '*').count();
    }

    @Override
    public int compareTo(Glob other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
