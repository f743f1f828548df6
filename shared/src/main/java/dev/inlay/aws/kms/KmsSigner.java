package dev.inlay.aws.kms;

import dev.inlay.aws.AwsFailure;
import dev.inlay.aws.Connection;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.policy.PublicPoint;
import dev.inlay.policy.Signer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GetPublicKeyRequest;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SignRequest;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/// Signs policies with a P-256 key of KMS (`ECC_NIST_P256`, `SIGN_VERIFY`). The public key is asked
/// for once: that of a KMS key never changes.
public final class KmsSigner implements Signer {
    /// What KMS takes of a message it hashes itself.
    private static final int MAX_BYTES = 4_096;

    private final KmsClient client;
    private final String key;
    private final ReentrantLock asking = new ReentrantLock();
    private byte @Nullable [] point;

    /// @param key its ARN
    public KmsSigner(Connection connection, String key) {
        this.client = connection.client(KmsClient.builder());
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
        var request = GetPublicKeyRequest.builder().keyId(key).build();
        var answer =
                AwsFailure.call(
                        "reading the public key of " + key, () -> client.getPublicKey(request));
        if (answer.keyUsage() != KeyUsageType.SIGN_VERIFY) {
            throw new PermanentFailure(
                    "key-unfit",
                    "reading the public key of %s: it is a key for %s; policies need one for SIGN_VERIFY of the kind ECC_NIST_P256"
                            .formatted(key, answer.keyUsageAsString()));
        }
        return point(answer);
    }

    private byte[] point(GetPublicKeyResponse answer) {
        try {
            var encoded = new X509EncodedKeySpec(answer.publicKey().asByteArray());
            return PublicPoint.of(
                    (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(encoded));
        } catch (GeneralSecurityException e) {
            throw new PermanentFailure(
                    "key-malformed",
                    "reading the public key of %s: %s".formatted(key, e.getMessage()),
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
        var request =
                SignRequest.builder()
                        .keyId(key)
                        .message(SdkBytes.fromByteArray(bytes))
                        .messageType(MessageType.RAW)
                        .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256)
                        .build();
        return AwsFailure.call("signing a policy with " + key, () -> client.sign(request))
                .signature()
                .asByteArray();
    }
}
