package dev.inlay.session;

/// Whether somebody showed what they had to show.
///
/// @param <T> what is known of them then
public sealed interface Proof<T> {
    /// It was issued here and holds.
    record Shown<T>(T value) implements Proof<T> {}

    /// It was not, or no longer does.
    ///
    /// @param because for our log; whoever asks is told no more than "no"
    record Refused<T>(String because) implements Proof<T> {}
}
