package dev.inlay.coverage;

import dev.inlay.document.Word;

/// Why a container is not watched.
public enum Cause implements Word {
    /// Its definition names the original's tag.
    ORIGINAL("original"),

    /// Its definition names the original's digest: no push will ever change that.
    PINNED("pinned"),

    /// Its definition names the instrumented image by now, and it was started before that.
    OUTDATED("outdated"),

    /// There is no instrumented image that could run in its place.
    UNAVAILABLE("unavailable"),

    /// It runs the instrumented image, and its definition starts it without the sensor.
    BYPASSED("bypassed"),

    /// It runs the instrumented image, and its sensor was never heard of.
    UNHEARD("unheard"),

    /// Its sensor was heard of, and is not any more.
    SILENT("silent");

    private final String word;

    Cause(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }

    /// The event that is told of it.
    public Concern concern() {
        return switch (this) {
            case ORIGINAL, PINNED, OUTDATED, UNAVAILABLE, BYPASSED -> Concern.UNINSTRUMENTED;
            case UNHEARD, SILENT -> Concern.SILENT;
        };
    }

    /// Whether starting the exact instrumented image ends it.
    public boolean endsByDeploying() {
        return switch (this) {
            case ORIGINAL, PINNED, OUTDATED -> true;
            case UNAVAILABLE, BYPASSED, UNHEARD, SILENT -> false;
        };
    }
}
