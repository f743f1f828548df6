package dev.inlay.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Json;
import dev.inlay.image.JsonTree;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Dead Simple Signing Envelope v1: what is signed is not the payload alone but also its type and
/// both lengths, so nothing can be reinterpreted. The payload is always an in-toto statement.
public final class Dsse {
    private Dsse() {}

    /// An envelope around a statement.
    public static ObjectNode envelope(byte[] payload, Signer signer) {
        var base64 = Base64.getEncoder();
        var envelope =
                Json.object()
                        .put("payloadType", SignedPolicy.PAYLOAD_TYPE)
                        .put("payload", base64.encodeToString(payload));
        envelope.putArray("signatures")
                .addObject()
                .put("keyid", signer.keyId())
                .put("sig", base64.encodeToString(signer.sign(preAuthentication(payload))));
        return envelope;
    }

    /// The statement in an envelope; empty unless one of the keys signed it.
    public static Optional<byte[]> payload(JsonNode envelope, List<TrustedKey> keys) {
        if (!envelope.path("payloadType").asText().equals(SignedPolicy.PAYLOAD_TYPE)) {
            return Optional.empty();
        }
        try {
            var decoder = Base64.getDecoder();
            var payload = decoder.decode(envelope.path("payload").asText());
            var signed = preAuthentication(payload);
            for (var each : envelope.path("signatures")) {
                var signature = decoder.decode(each.path("sig").asText());
                if (keys.stream().anyMatch(key -> key.verifies(signed, signature))) {
                    return Optional.of(payload);
                }
            }
            return Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /// What is in an envelope, whoever signed it: for hints that are checked in another way. Empty
    /// when it is no JSON object.
    public static Optional<ObjectNode> unverified(JsonNode envelope) {
        try {
            var payload = Base64.getDecoder().decode(envelope.path("payload").asText());
            return JsonTree.read(payload).found();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /// `"DSSEv1" SP len(type) SP type SP len(payload) SP payload`.
    static byte[] preAuthentication(byte[] payload) {
        var type = SignedPolicy.PAYLOAD_TYPE;
        var head = "DSSEv1 " + type.length() + " " + type + " " + payload.length + " ";
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(payload);
        return bytes.toByteArray();
    }
}
