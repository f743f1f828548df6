package dev.inlay.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A key for HMAC-SHA256. Does not tell its bytes to anybody, not even to a log.
public final class Secret {
    /// Shorter keys are weaker than the hash.
    public static final int MIN_BYTES = 32;

    private final byte[] bytes;

    /// @param bytes at least 32, random
    public Secret(byte[] bytes) {
        if (bytes.length < MIN_BYTES) {
            throw new IllegalArgumentException(
                    "a secret has at least " + MIN_BYTES + " bytes, got " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    /// The signature of a text in base64url.
    String sign(String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /// Whether this secret signed the text; takes as long for a signature that is nearly right as
    /// for one that is not.
    boolean signed(String text, String signature) {
        return MessageDigest.isEqual(sign(text).getBytes(US_ASCII), signature.getBytes(UTF_8));
    }
}
