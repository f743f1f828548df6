package dev.inlay.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;

/// What people show to be let in: one token for the installation.
public final class ConsoleToken {
    /// Shorter ones could be guessed.
    private static final int MIN_LENGTH = 32;

    private final byte[] token;

    /// @param token at least 32 characters, random
    public ConsoleToken(String token) {
        if (token.length() < MIN_LENGTH) {
            throw new IllegalArgumentException(
                    "the console token has at least " + MIN_LENGTH + " characters");
        }
        this.token = token.getBytes(UTF_8);
    }

    /// Takes as long for a token that is nearly right as for one that is not.
    public boolean is(String shown) {
        return MessageDigest.isEqual(token, shown.getBytes(UTF_8));
    }
}
