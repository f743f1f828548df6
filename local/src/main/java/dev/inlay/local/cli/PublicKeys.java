package dev.inlay.local.cli;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.policy.TrustedKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Public keys in PEM files, as `openssl` writes them; a private key beside one is not looked at.
final class PublicKeys {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]{1,4096})-----END ");

    private PublicKeys() {}

    static TrustedKey read(Path file) {
        try {
            var block = BLOCK.matcher(Files.readString(file));
            if (!block.find()) {
                throw refused(file, "it has no PUBLIC KEY", null);
            }
            var der = Base64.getMimeDecoder().decode(block.group(1));
            var key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
            return TrustedKey.of((ECPublicKey) key);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw refused(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static PermanentFailure refused(Path file, String because, @Nullable Exception cause) {
        return new PermanentFailure(
                "key-malformed",
                "reading the public key in %s: %s; expected a P-256 key in PEM"
                        .formatted(file, because),
                cause);
    }
}
