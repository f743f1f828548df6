package dev.inlay.policy;

import dev.inlay.document.Json;

/// What a generalised rule grants that was never seen.
///
/// @param rule its id
/// @param pattern the rule, as JSON
/// @param seen how many different things it stands for
/// @param unseen in words
public record Widening(String rule, String pattern, int seen, String unseen) {
    static Widening of(String rule, Folded folded) {
        return new Widening(
                rule,
                Json.write(RuleDocument.write(folded.grant())),
                folded.of().size(),
                folded.unseen());
    }
}
