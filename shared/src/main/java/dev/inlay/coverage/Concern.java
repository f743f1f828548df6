package dev.inlay.coverage;

import dev.inlay.document.Word;

/// What kind of gap somebody is told of.
public enum Concern implements Word {
    /// It runs without a sensor.
    UNINSTRUMENTED("uninstrumented", "Uninstrumented Task"),

    /// Its sensor does not report.
    SILENT("silent", "Sensor Silent");

    private final String word;
    private final String event;

    Concern(String word, String event) {
        this.word = word;
        this.event = event;
    }

    @Override
    public String word() {
        return word;
    }

    /// The detail type on the event bus.
    public String event() {
        return event;
    }
}
