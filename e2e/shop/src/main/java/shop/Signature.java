package shop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs what visitors bring back, with the shop's secret, which it reads once when it starts.
final class Signature {
    private static final SecretKeySpec KEY = read(Path.of("/run/secrets/shop-signing-key"));

    private Signature() {}

    static String of(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(KEY);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SecretKeySpec read(Path file) {
        try {
            return new SecretKeySpec(Files.readAllBytes(file), "HmacSHA256");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
