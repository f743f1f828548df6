package dev.inlay.event;

import dev.inlay.document.Word;

/// The kinds of events; the word is EventBridge's `detail-type`, which rules match by.
public enum EventName implements Word {
    /// `<tag>-inlay` stands beside the image.
    IMAGE_INSTRUMENTED("Image Instrumented"),

    /// It does not, and will not before something changes.
    IMAGE_INSTRUMENTATION_FAILED("Image Instrumentation Failed"),

    /// A domain of a policy has learnt enough.
    POLICY_SETTLED("Policy Settled"),

    /// A version of a policy is in force.
    POLICY_CHANGED("Policy Changed"),

    /// A behaviour beyond the policy. The detail is an OCSF Detection Finding.
    VIOLATION("Violation"),

    /// A behaviour that is bad whatever the policy says. The detail is an OCSF Detection Finding.
    DETECTION("Detection"),

    /// A sensor does not report any more.
    SENSOR_SILENT("Sensor Silent"),

    /// Something runs without a sensor although it is enrolled.
    UNINSTRUMENTED_TASK("Uninstrumented Task");

    private final String word;

    EventName(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
