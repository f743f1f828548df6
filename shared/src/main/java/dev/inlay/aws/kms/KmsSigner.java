package dev.inlay.aws.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.aws.Connection;
import dev.inlay.aws.JsonApi;
import dev.inlay.aws.JsonCall;
import dev.inlay.document.Json;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.policy.PublicPoint;
import dev.inlay.policy.Signer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Signs policies with a P-256 key of KMS (`ECC_NIST_P256`, `SIGN_VERIFY`). The public key is asked
/// for once: that of a KMS key never changes.
public final class KmsSigner implements Signer {
    /// What KMS takes of a message it hashes itself.
    private static final int MAX_BYTES = 4_096;

    private static final String USAGE = "SIGN_VERIFY";

    private final JsonCall kms;
    private final String key;
    private final ReentrantLock asking = new ReentrantLock();
    private byte @Nullable [] point;

    /// @param key its ARN
    public KmsSigner(Connection connection, String key) {
        this.kms = new JsonCall(connection, JsonApi.KMS);
        this.key = key;
    }

    @Override
    public String keyId() {
        return PublicPoint.id(publicKey());
    }

    @Override
    public byte[] publicKey() {
        asking.lock();
        try {
            var known = point;
            if (known == null) {
                known = ask();
                point = known;
            }
            return known.clone();
        } finally {
            asking.unlock();
        }
    }

    private byte[] ask() {
        var attempt = "reading the public key of " + key;
        var answer = kms.ask(attempt, "GetPublicKey", Json.object().put("KeyId", key));
        var usage = answer.path("KeyUsage").asText();
        if (!usage.equals(USAGE)) {
            throw new PermanentFailure(
                    "key-unfit",
                    "%s: it is a key for %s; policies need one for %s of the kind ECC_NIST_P256"
                            .formatted(attempt, usage, USAGE));
        }
        try {
            var encoded = new X509EncodedKeySpec(bytes(attempt, answer, "PublicKey"));
            return PublicPoint.of(
                    (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(encoded));
        } catch (GeneralSecurityException e) {
            throw new PermanentFailure("key-malformed", attempt + ": " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(String attempt, ObjectNode answer, String field) {
        try {
            return Base64.getDecoder().decode(answer.path(field).asText());
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(
                    "key-malformed",
                    "%s: the field %s of the answer is no base64".formatted(attempt, field),
                    e);
        }
    }

    /// KMS hashes and signs; its answer is DER already.
    @Override
    public byte[] sign(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new PermanentFailure(
                    "signing",
                    "signing %,d bytes with %s: KMS takes at most %,d"
                            .formatted(bytes.length, key, MAX_BYTES));
        }
        var attempt = "signing a policy with " + key;
        var request =
                Json.object()
                        .put("KeyId", key)
                        .put("Message", Base64.getEncoder().encodeToString(bytes))
                        .put("MessageType", "RAW")
                        .put("SigningAlgorithm", "ECDSA_SHA_256");
        return bytes(attempt, kms.ask(attempt, "Sign", request), "Signature");
    }
}
