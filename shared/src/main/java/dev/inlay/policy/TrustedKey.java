package dev.inlay.policy;

import dev.inlay.failure.PermanentFailure;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;

/// A public key that policies may be signed with.
public final class TrustedKey {
    private static final int COORDINATE_BYTES = 32;

    private final PublicKey key;

    private TrustedKey(PublicKey key) {
        this.key = key;
    }

    /// The key at a point of the curve.
    ///
    /// @param point uncompressed, 65 bytes; what [Signer#publicKey] gives
    public static TrustedKey of(byte[] point) {
        if (point.length != PublicPoint.BYTES || point[0] != 4) {
            throw new PermanentFailure(
                    "key-malformed",
                    "reading a policy public key: expected an uncompressed P-256 point, got "
                            + point.length
                            + " bytes");
        }
        try {
            var spec =
                    new ECPublicKeySpec(
                            new ECPoint(coordinate(point, 1), coordinate(point, 33)),
                            PublicPoint.curve());
            return new TrustedKey(KeyFactory.getInstance("EC").generatePublic(spec));
        } catch (GeneralSecurityException e) {
            throw new PermanentFailure(
                    "key-malformed", "reading a policy public key: " + e.getMessage(), e);
        }
    }

    /// A key that was read from elsewhere; one of another curve verifies nothing.
    public static TrustedKey of(ECPublicKey key) {
        return new TrustedKey(key);
    }

    private static BigInteger coordinate(byte[] point, int from) {
        return new BigInteger(1, Arrays.copyOfRange(point, from, from + COORDINATE_BYTES));
    }

    /// Whether this key made the signature.
    ///
    /// @param der as [Signer#sign] gives it; garbage is no signature
    public boolean verifies(byte[] bytes, byte[] der) {
        try {
            var verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(key);
            verifier.update(bytes);
            return verifier.verify(der);
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK verifies ECDSA on P-256", e);
        }
    }
}
