package dev.inlay.image;

import java.util.Locale;

/// What happens to a digression once an image's policy is settled.
public enum Protection {
    /// Allowed and recorded.
    RECORD,
    /// Refused, without a person having to decide.
    BLOCK;

    /// The spelling in documents and commands.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Reads that spelling.
    public static Protection parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
