package dev.inlay.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Takes secrets out of what others say: their answers end up in logs, and some repeat what they
/// were sent.
final class Hush {
    /// Shorter ones are nobody's secret, and taking them out would leave nothing readable.
    private static final int MIN_SECRET = 4;

    private final List<String> secrets = new ArrayList<>();

    /// @param request whose proof of who we are is secret, in each form it has
    /// @param more besides that
    Hush(HttpRequest request, String... more) {
        secrets.addAll(List.of(more));
        for (var authorization : request.headers().allValues("Authorization")) {
            var proof = authorization.substring(authorization.indexOf(' ') + 1);
            secrets.add(proof);
            secrets.add(password(proof));
        }
        secrets.removeIf(secret -> secret.length() < MIN_SECRET);
    }

    String in(String text) {
        var left = text;
        for (var secret : secrets) {
            left = left.replace(secret, "***");
        }
        return left;
    }

    private static String password(String proof) {
        try {
            var pair = new String(Base64.getDecoder().decode(proof), UTF_8);
            return pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException notBasic) {
            return "";
        }
    }
}
