package dev.inlay.log;

/// How lines are written.
@FunctionalInterface
public interface Lines {
    /// One line, without its end.
    String write(Line line);

    /// For people: the text and nothing else.
    static Lines plain() {
        return Line::text;
    }
}
