package dev.inlay.document;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The first problem found while reading one document; the others follow from it more often than
/// not.
final class Problems {
    private @Nullable String first;

    void note(String problem) {
        if (first == null) {
            first = problem;
        }
    }

    Optional<String> first() {
        return Optional.ofNullable(first);
    }
}
