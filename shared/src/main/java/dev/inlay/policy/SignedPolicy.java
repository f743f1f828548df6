package dev.inlay.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Json;
import dev.inlay.image.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/// A policy as sensors take it: its exact text, and a DSSE envelope around a small statement that
/// names the text by its hash.
///
/// @param text the policy document; the hash is of its bytes
/// @param payload the statement's bytes, in base64
/// @param signatures of the statement
public record SignedPolicy(String text, String payload, List<Signature> signatures) {
    static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";
    static final String STATEMENT_TYPE = "https://in-toto.io/Statement/v1";
    static final String PREDICATE_TYPE = "https://inlay.dev/policy/v1";

    public SignedPolicy {
        signatures = List.copyOf(signatures);
    }

    /// One signature.
    ///
    /// @param sig DER, in base64
    public record Signature(String keyId, String sig) {}

    /// Signs a policy.
    ///
    /// @param notBefore sensors take it from then on
    public static SignedPolicy sign(Policy policy, Signer signer, Instant notBefore) {
        var text = PolicyDocument.write(policy);
        var statement = statement(policy, text, signer.keyId(), notBefore);
        var payload = Json.write(statement).getBytes(StandardCharsets.UTF_8);
        var base64 = Base64.getEncoder();
        var signature = base64.encodeToString(signer.sign(Dsse.preAuthentication(payload)));
        return new SignedPolicy(
                text,
                base64.encodeToString(payload),
                List.of(new Signature(signer.keyId(), signature)));
    }

    private static ObjectNode statement(
            Policy policy, String text, String keyId, Instant notBefore) {
        var statement = Json.object().put("_type", STATEMENT_TYPE);
        var subject = statement.putArray("subject").addObject().put("name", "policy");
        subject.putObject("digest").put("sha256", Digest.ofText(text).hex());
        statement.put("predicateType", PREDICATE_TYPE);
        var predicate =
                statement
                        .putObject("predicate")
                        .put("image", policy.image().value())
                        .put("policyVersion", policy.version());
        predicate.set("modes", policy.modes().write());
        predicate.put("notBefore", Json.time(notBefore)).put("keyId", keyId);
        return statement;
    }

    /// The hex SHA-256 of the policy's text: the `ETag`, and what sensors report as applied.
    public String sha256() {
        return Digest.ofText(text).hex();
    }

    /// The document that `GET /v1/policy` answers and that is baked in as `/.inlay/policy.json`.
    public String write() {
        var to = Json.object().put("version", 1).put("policy", text);
        var envelope =
                to.putObject("envelope").put("payloadType", PAYLOAD_TYPE).put("payload", payload);
        envelope.set(
                "signatures",
                Json.list(
                        signatures,
                        each -> Json.object().put("keyid", each.keyId()).put("sig", each.sig())));
        return Json.write(to);
    }
}
