package dev.inlay.detection;

import dev.inlay.document.Word;

/// How soon somebody should look, in OCSF's words and numbers.
public enum Severity implements Word {
    /// Some day.
    LOW(2),

    /// Today.
    MEDIUM(3),

    /// Now.
    HIGH(4),

    /// Now, and wake others.
    CRITICAL(5);

    private final int id;

    Severity(int id) {
        this.id = id;
    }

    /// OCSF's `severity_id`.
    public int id() {
        return id;
    }
}
