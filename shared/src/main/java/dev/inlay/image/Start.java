package dev.inlay.image;

import java.util.Locale;

/// Whether an application starts where its sensor cannot hold it to a policy (docs/wire-format.md,
/// Sensor configuration).
public enum Start {
    /// It starts anyway.
    OPEN,
    /// It starts only with a valid configuration and policy, and where what is not allowed can be
    /// stopped.
    PROTECTED;

    /// The spelling in documents and commands.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Reads that spelling.
    public static Start parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
