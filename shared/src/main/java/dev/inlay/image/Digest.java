package dev.inlay.image;

import dev.inlay.failure.PermanentFailure;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// The SHA-256 of some bytes, as registries write it: what identifies an image everywhere.
///
/// @param value `sha256:` and 64 lowercase hex digits
public record Digest(String value) implements Comparable<Digest> {
    private static final String PREFIX = "sha256:";
    private static final int HEX_DIGITS = 64;

    public Digest {
        if (!hasForm(value)) {
            throw new IllegalArgumentException(
                    "a digest is sha256: and 64 lowercase hex digits, got '" + value + "'");
        }
    }

    /// A digest somebody sent; empty when it has another form.
    public static Optional<Digest> parse(String value) {
        return hasForm(value) ? Optional.of(new Digest(value)) : Optional.empty();
    }

    /// A digest that has to be there; anything else is a `PermanentFailure`.
    ///
    /// @param where names the document it was read from
    public static Digest require(String value, String where) {
        return parse(value)
                .orElseThrow(() ->
                        new PermanentFailure(
                                "digest-malformed",
                                "reading "
                                        + where
                                        + ": '"
                                        + value.substring(0, Math.min(100, value.length()))
                                        + "' is not sha256: and 64 lowercase hex digits"));
    }

    /// The digest of these bytes.
    public static Digest of(byte[] bytes) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return new Digest(PREFIX + HexFormat.of().formatHex(sha.digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// The digest of a text in UTF-8.
    public static Digest ofText(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Digests are made for each behaviour of each frame: a regular expression took a tenth of the
    /// time that frames take.
    private static boolean hasForm(String value) {
        if (!value.startsWith(PREFIX) || value.length() != PREFIX.length() + HEX_DIGITS) {
            return false;
        }
        for (int at = PREFIX.length(); at < value.length(); at++) {
            char digit = value.charAt(at);
            if (!(digit >= '0' && digit <= '9') && !(digit >= 'a' && digit <= 'f')) {
                return false;
            }
        }
        return true;
    }

    /// The 64 hex digits.
    public String hex() {
        return value.substring(PREFIX.length());
    }

    @Override
    public int compareTo(Digest other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
