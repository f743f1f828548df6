package dev.inlay.instrument;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.JsonTree;
import dev.inlay.policy.TrustedKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The last link: the attestation that is kept beside the image says the same as the image.
final class AttestationCheck {
    private final Digest subject;
    private final Set<Digest> parts;
    private final List<TrustedKey> keys;

    /// @param parts what the image was found to consist of
    AttestationCheck(Digest subject, Set<Digest> parts, List<TrustedKey> keys) {
        this.subject = subject;
        this.parts = parts;
        this.keys = keys;
    }

    /// One that is right is enough: anybody may add others.
    void check(List<Attestations.Found> all, Findings found) {
        if (all.isEmpty()) {
            found.broken("attestation", "none refers to " + subject);
            return;
        }
        var told = new HashSet<String>();
        for (var each : all) {
            var problem = problem(each);
            if (problem.isEmpty()) {
                found.holds(
                        "attestation",
                        "%s names the original and the sensor, %s"
                                .formatted(each.digest(), each.signed() ? "signed" : "not signed"));
                return;
            }
            told.add(each.digest() + ": " + problem);
        }
        found.broken("attestation", String.join("; ", told));
    }

    private String problem(Attestations.Found each) {
        try {
            if (!each.signed() && !keys.isEmpty()) {
                return "it is not signed, although the image trusts a key";
            }
            var statement = each.statement(keys);
            return statement.isEmpty()
                    ? "no trusted key signed it"
                    : said(JsonTree.object(statement.get(), "an attestation"));
        } catch (PermanentFailure e) {
            return String.valueOf(e.getMessage());
        }
    }

    private String said(JsonNode statement) {
        if (!statement.path("predicateType").asText().equals(Attestation.PREDICATE)) {
            return "it is about something else, " + statement.path("predicateType").asText();
        }
        if (!digests(statement.path("subject")).contains(subject)) {
            return "it names another image";
        }
        var named =
                digests(
                        statement
                                .path("predicate")
                                .path("buildDefinition")
                                .path("resolvedDependencies"));
        return named.containsAll(parts) ? "" : "it names other parts than the image has";
    }

    private static Set<Digest> digests(JsonNode list) {
        var all = new HashSet<Digest>();
        for (var each : list) {
            Digest.parse("sha256:" + each.path("digest").path("sha256").asText())
                    .ifPresent(all::add);
        }
        return all;
    }
}
