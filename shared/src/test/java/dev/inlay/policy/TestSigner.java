package dev.inlay.policy;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;

/// A signer with a key of its own, made anew.
public final class TestSigner implements Signer {
    private final KeyPair keys;

    public TestSigner() {
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
        return "test";
    }

    @Override
    public byte[] publicKey() {
        var point = ((ECPublicKey) keys.getPublic()).getW();
        var bytes = new byte[65];
        bytes[0] = 4;
        copy(point.getAffineX(), bytes, 1);
        copy(point.getAffineY(), bytes, 33);
        return bytes;
    }

    private static void copy(BigInteger number, byte[] to, int at) {
        var from = number.toByteArray();
        int skip = Math.max(0, from.length - 32);
        int length = from.length - skip;
        System.arraycopy(from, skip, to, at + 32 - length, length);
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
