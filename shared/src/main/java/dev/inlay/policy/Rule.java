package dev.inlay.policy;

import dev.inlay.behaviour.Mode;
import java.util.Optional;

/// One entry of a policy.
///
/// @param id unique in the policy
/// @param mode overrides the domain's for what it matches: record allows and records, block
///   refuses; never learn
public record Rule(String id, Optional<Mode> mode, Provenance provenance, Grant grant) {
    /// Whether a person decided it.
    public boolean byPerson() {
        return provenance.source() == Source.PERSON;
    }
}
