package dev.inlay.policy;

import dev.inlay.image.Digest;
import java.time.Instant;
import java.util.List;

/// What an image is allowed to do, in one of its versions.
///
/// @param version from 1
/// @param rules in the order in which they are tried; ids are unique
public record Policy(Digest image, long version, Instant created, Modes modes, List<Rule> rules) {
    public Policy {
        rules = List.copyOf(rules);
    }

    /// The same rules in other modes, as the next version.
    public Policy with(Modes other, Instant now) {
        return new Policy(image, version + 1, now, other, rules);
    }

    /// Other rules in the same modes, as the next version.
    public Policy with(List<Rule> others, Instant now) {
        return new Policy(image, version + 1, now, modes, others);
    }
}
