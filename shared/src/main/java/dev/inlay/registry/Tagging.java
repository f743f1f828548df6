package dev.inlay.registry;

/// What became of a tag.
public sealed interface Tagging {
    /// It points at the manifest.
    record Done() implements Tagging {}

    /// It exists and the repository does not let tags move.
    ///
    /// @param said in the registry's words
    record Immutable(String said) implements Tagging {}
}
