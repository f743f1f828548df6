package dev.inlay.document;

import dev.inlay.failure.PermanentFailure;
import java.util.Optional;
import java.util.function.Predicate;

/// What reading a document gave.
public sealed interface Reading<T> {
    /// The document, complete and within its limits.
    record Read<T>(T value) implements Reading<T> {}

    /// Not such a document.
    ///
    /// @param because which field, what was expected, what was there
    record Malformed<T>(String because) implements Reading<T> {}

    /// The document, when it is one.
    default Optional<T> found() {
        return switch (this) {
            case Read<T>(T value) -> Optional.of(value);
            case Malformed<T> _ -> Optional.empty();
        };
    }

    /// The document, when it is the one that was looked for.
    ///
    /// @param because why another is not taken for it
    default Reading<T> only(Predicate<T> wanted, String because) {
        return found().filter(wanted.negate()).isPresent() ? new Malformed<>(because) : this;
    }

    /// For documents that we wrote ourselves: the value, or the failure to park.
    ///
    /// @param what the document, for the message: `alert FP#… in the findings table`
    default T stored(String what) {
        return switch (this) {
            case Read<T>(T value) -> value;
            case Malformed<T>(String because) ->
                    throw new PermanentFailure(
                            "stored-document-malformed",
                            "reading "
                                    + what
                                    + ": "
                                    + because
                                    + "; it was written by another version or changed by hand");
        };
    }
}
