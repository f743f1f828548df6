package dev.inlay.instrument;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.JsonTree;
import dev.inlay.policy.TrustedKey;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The last link: the attestation that is kept beside the image says the same as the image.
final class AttestationCheck {
    private final Attestations attestations;
    private final List<TrustedKey> keys;

    AttestationCheck(Attestations attestations, List<TrustedKey> keys) {
        this.attestations = attestations;
        this.keys = keys;
    }

    /// One that is right is enough: anybody may add others.
    ///
    /// @param root manifest or index
    /// @param images what each manifest in it was found to consist of
    void check(Digest root, Map<Digest, Set<Digest>> images, Findings found) {
        var all = attestations.about(root).toList();
        if (all.isEmpty()) {
            found.broken("attestation", "none refers to " + root);
            return;
        }
        var told = new HashSet<String>();
        for (var each : all) {
            var problem = problem(each, root, images);
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

    private String problem(Attestations.Found each, Digest root, Map<Digest, Set<Digest>> images) {
        try {
            if (!each.signed() && !keys.isEmpty()) {
                return "it is not signed, although the image trusts a key";
            }
            var statement = each.statement(keys);
            return statement.isEmpty()
                    ? "no trusted key signed it"
                    : said(JsonTree.object(statement.get(), "an attestation"), root, images);
        } catch (PermanentFailure e) {
            return String.valueOf(e.getMessage());
        }
    }

    private String said(JsonNode statement, Digest root, Map<Digest, Set<Digest>> images) {
        if (!statement.path("predicateType").asText().equals(Attestation.PREDICATE)) {
            return "it is about something else, " + statement.path("predicateType").asText();
        }
        var subjects = digests(statement.path("subject"));
        if (!subjects.contains(root)) {
            return "it names another image";
        }
        var named = digests(statement.at("/predicate/buildDefinition/resolvedDependencies"));
        return images.entrySet().stream()
                        .allMatch(image ->
                                subjects.contains(image.getKey())
                                        ? named.containsAll(image.getValue())
                                        : isToldElsewhere(image.getKey(), image.getValue()))
                ? ""
                : "it names other parts than the image has";
    }

    /// An image that was instrumented before it came into an index has one of its own.
    private boolean isToldElsewhere(Digest image, Set<Digest> parts) {
        return attestations
                .about(image)
                .anyMatch(each -> problem(each, image, Map.of(image, parts)).isEmpty());
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
