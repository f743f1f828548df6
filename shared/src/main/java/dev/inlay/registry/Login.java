package dev.inlay.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/// Who we are to a registry. Never printed.
///
/// @param user `<token>` when the secret is an identity token to be exchanged
/// @param secret password or token
/// @param expires when it ends; empty when nobody said
public record Login(String user, String secret, Optional<Instant> expires) {
    private static final String IDENTITY = "<token>";

    /// One whose end nobody knows.
    public Login(String user, String secret) {
        this(user, secret, Optional.empty());
    }

    boolean isIdentityToken() {
        return user.equals(IDENTITY);
    }

    String basic() {
        var pair = (user + ":" + secret).getBytes(UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    static Login identityToken(String token) {
        return new Login(IDENTITY, token);
    }

    @Override
    public String toString() {
        return "login of " + user;
    }
}
