package dev.inlay.policy;

import dev.inlay.document.Json;
import dev.inlay.image.Digest;

/// Names for rules: the same grant has the same id in every version, so versions can be compared.
public final class Ids {
    /// Nobody finds two grants with the same ones.
    private static final int DIGITS = 32;

    private Ids() {}

    /// The list's first letters and a hash.
    public static String of(Grant grant) {
        var digest = Digest.ofText(Json.write(RuleDocument.write(grant)));
        return Section.of(grant).word().substring(0, 2) + "-" + digest.hex().substring(0, DIGITS);
    }
}
