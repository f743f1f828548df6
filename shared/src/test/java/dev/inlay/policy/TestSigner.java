package dev.inlay.policy;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;

/// A signer with a key of its own, made anew.
public final class TestSigner implements Signer {
    private final String id;
    private final KeyPair keys;

    public TestSigner() {
        this("test");
    }

    /// @param id tells it from another one
    public TestSigner(String id) {
        this.id = id;
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The public key, as those who verify hold it.
    public TrustedKey trusted() {
        return TrustedKey.of(publicKey());
    }

    @Override
    public String keyId() {
        return id;
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
            throw new IllegalStateException(e);
        }
    }
}
