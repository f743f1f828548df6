package dev.inlay.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.document.Reading;
import dev.inlay.image.Digest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// Policies as JSON: the text that is hashed and signed.
public final class PolicyDocument {
    /// A stored document is at most 300 KB, and the signed one holds this as an escaped string.
    public static final int MAX_BYTES = 256 * 1024;

    private static final long MOST = 1L << 53;
    private static final int MAX_RULES = 10_000;

    private PolicyDocument() {}

    /// Reads a policy from its text.
    public static Reading<Policy> read(String text) {
        return Json.read(text, MAX_BYTES, PolicyDocument::policy);
    }

    private static Policy policy(Fields from) {
        from.version(1);
        var rules = new ArrayList<Rule>();
        for (var section : Section.values()) {
            rules.addAll(
                    from.list(
                            section.word(),
                            MAX_RULES,
                            false,
                            fields -> RuleDocument.read(section, fields)));
        }
        refuseTwins(from, rules);
        var image = from.text("image", 128);
        return new Policy(
                Digest.parse(image)
                        .orElseGet(() -> {
                            from.refuse("image", "expected sha256: and 64 hex digits");
                            return Digest.ofText("");
                        }),
                from.number("policyVersion", 1, MOST),
                from.time("created"),
                Modes.read(from.object("modes")),
                rules);
    }

    private static void refuseTwins(Fields from, List<Rule> rules) {
        var seen = new HashSet<String>();
        for (var rule : rules) {
            if (!seen.add(rule.id())) {
                from.refuse(Section.of(rule.grant()).word(), "two rules have the id " + rule.id());
            }
        }
    }

    /// The policy's text; the same policy always gives the same bytes.
    public static String write(Policy policy) {
        return Json.write(tree(policy));
    }

    /// The policy as a tree, for answers that hold more than it.
    public static ObjectNode tree(Policy policy) {
        var to =
                Json.object()
                        .put("version", 1)
                        .put("image", policy.image().value())
                        .put("policyVersion", policy.version())
                        .put("created", Json.time(policy.created()));
        to.set("modes", policy.modes().write());
        for (var section : Section.values()) {
            var rules =
                    policy.rules().stream()
                            .filter(rule -> Section.of(rule.grant()) == section)
                            .toList();
            to.set(section.word(), Json.list(rules, RuleDocument::write));
        }
        return to;
    }
}
