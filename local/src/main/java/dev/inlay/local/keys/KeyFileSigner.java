package dev.inlay.local.keys;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.policy.PublicPoint;
import dev.inlay.policy.Signer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;

/// Signs policies with a P-256 key in a PEM file, as `openssl` reads it: the private key in PKCS#8
/// and, behind it, the public one.
public final class KeyFileSigner implements Signer {
    private final KeyPair keys;

    private KeyFileSigner(KeyPair keys) {
        this.keys = keys;
    }

    /// The key of this file; a new one when there is no file.
    public static KeyFileSigner at(Path file) {
        var pem = PrivateFile.readOrMake(file, KeyFileSigner::generate);
        try {
            var factory = KeyFactory.getInstance("EC");
            return new KeyFileSigner(
                    new KeyPair(
                            factory.generatePublic(
                                    new X509EncodedKeySpec(block(file, pem, "PUBLIC KEY"))),
                            factory.generatePrivate(
                                    new PKCS8EncodedKeySpec(block(file, pem, "PRIVATE KEY")))));
        } catch (GeneralSecurityException e) {
            throw malformed(file, String.valueOf(e.getMessage()));
        }
    }

    private static String generate() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            return pem("PRIVATE KEY", pair.getPrivate().getEncoded())
                    + pem("PUBLIC KEY", pair.getPublic().getEncoded()).strip();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                .formatted(type, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der));
    }

    private static byte[] block(Path file, String pem, String type) {
        var found =
                Pattern.compile("-----BEGIN " + type + "-----([A-Za-z0-9+/=\\s]+)-----END ")
                        .matcher(pem);
        if (!found.find()) {
            throw malformed(file, "it has no " + type);
        }
        return Base64.getMimeDecoder().decode(found.group(1));
    }

    private static PermanentFailure malformed(Path file, String because) {
        return new PermanentFailure(
                "key-malformed",
                "reading the policy key in %s: %s; restore it from a backup: images trust its public key and no other"
                        .formatted(file, because));
    }

    @Override
    public String keyId() {
        return PublicPoint.id(publicKey());
    }

    @Override
    public byte[] publicKey() {
        return PublicPoint.of((ECPublicKey) keys.getPublic());
    }

    @Override
    public byte[] sign(byte[] bytes) {
        try {
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new PermanentFailure(
                    "signing", "signing a policy: the JDK said " + e.getMessage(), e);
        }
    }
}
