package dev.inlay.profile;

import java.time.Instant;

/// From the first to the last time something was seen, in any container.
public record Span(Instant first, Instant last) {
    /// The join.
    public Span merge(Span other) {
        return new Span(
                first.isBefore(other.first) ? first : other.first,
                last.isAfter(other.last) ? last : other.last);
    }
}
