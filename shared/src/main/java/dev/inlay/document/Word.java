package dev.inlay.document;

import java.util.Arrays;
import java.util.stream.Collectors;

/// A constant that documents spell with a lower case word.
public interface Word {
    /// Longer than every word of ours.
    int MAX_BYTES = 64;

    /// The constant's name.
    String name();

    /// As documents spell it.
    default String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /// All words of a type, for messages.
    static <E extends Enum<E> & Word> String all(Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(Word::word)
                .collect(Collectors.joining(", "));
    }
}
