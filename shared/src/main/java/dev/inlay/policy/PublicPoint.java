package dev.inlay.policy;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;

/// A P-256 public key in the form that sensors hold: the uncompressed point of SEC 1, section
/// 2.3.3.
public final class PublicPoint {
    /// The mark, and two coordinates.
    static final int BYTES = 65;

    private static final int COORDINATE_BYTES = 32;
    private static final int ID_DIGITS = 16;

    private PublicPoint() {}

    /// 65 bytes, the first is 4. A key on another curve is refused with a `PermanentFailure`.
    public static byte[] of(ECPublicKey key) {
        if (!key.getParams().getCurve().equals(curve().getCurve())) {
            throw new PermanentFailure(
                    "key-unfit",
                    "taking a key for policies: it is on a curve of %d bits, and not on P-256"
                            .formatted(key.getParams().getCurve().getField().getFieldSize()));
        }
        var bytes = new byte[BYTES];
        bytes[0] = 4;
        copy(key.getW().getAffineX(), bytes, 1);
        copy(key.getW().getAffineY(), bytes, 1 + COORDINATE_BYTES);
        return bytes;
    }

    /// P-256 itself.
    static ECParameterSpec curve() {
        try {
            var parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    /// Right-aligned; `toByteArray` adds a zero for the sign and leaves out leading zeros.
    private static void copy(BigInteger coordinate, byte[] to, int at) {
        var bytes = coordinate.toByteArray();
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, to, at + COORDINATE_BYTES - length, length);
    }

    /// What a key is called: the beginning of its hash, so that the name follows from the key
    /// alone.
    public static String id(byte[] point) {
        return Digest.of(point).hex().substring(0, ID_DIGITS);
    }
}
