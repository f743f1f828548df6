package dev.inlay.policy;

import java.time.Instant;
import java.util.Optional;

/// Where a rule comes from and what it rests on.
///
/// @param first of what was seen, or when a person decided
/// @param last of what was seen
/// @param containers how many showed it
/// @param minutes in which it was seen, all containers together
/// @param note in words: why a person decided so, or what a generalised rule grants unseen
public record Provenance(
        Source source,
        Optional<Instant> first,
        Optional<Instant> last,
        Optional<Long> containers,
        Optional<Long> minutes,
        Optional<String> note) {

    /// Nothing but where it comes from.
    public static Provenance of(Source source) {
        return new Provenance(
                source,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// A person's decision.
    public static Provenance person(Instant at, String note) {
        return new Provenance(
                Source.PERSON,
                Optional.of(at),
                Optional.of(at),
                Optional.empty(),
                Optional.empty(),
                Optional.of(note));
    }

    /// The same evidence, from another source.
    public Provenance as(Source other) {
        return new Provenance(other, first, last, containers, minutes, note);
    }
}
