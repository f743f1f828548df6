package dev.inlay.image;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// Why an image, or one platform of it, is left as it is. `docs/images.md` has a row for each; a
/// metric counts by their codes.
public enum Decline {
    /// Docker's first manifest format.
    SCHEMA_1,
    /// Some other kind of document altogether.
    MEDIA_TYPE,
    /// Kept in a registry, but nothing that runs: a chart, a bill of materials, a cache.
    ARTIFACT,
    /// A signature of an image.
    SIGNATURE,
    /// A statement about an image.
    ATTESTATION,
    /// Its documents contradict themselves or each other.
    MALFORMED,
    /// There is no sensor for this architecture.
    PLATFORM,
    /// It does not run on Linux.
    OS,
    /// No engine would unpack it with two layers more.
    TOO_MANY_LAYERS,
    /// No registry would take the manifest.
    MANIFEST_TOO_LARGE,
    /// An index in an index in an index.
    NESTED_TOO_DEEP,
    /// It is a result of ours already.
    ALREADY_INSTRUMENTED,
    /// An index none of whose platforms can be instrumented.
    NOTHING_TO_INSTRUMENT,
    /// The index refers to what is not there.
    SOURCE_INCOMPLETE,
    /// It was deleted since.
    SOURCE_GONE,
    /// The tag points at something else by now, which is instrumented instead.
    TAG_MOVED,
    /// The tag is one under which results appear.
    OWN_TAG,
    /// No enrolment covers it any more.
    NOT_ENROLLED,
    /// Somebody else's image has the result's tag.
    TARGET_TAKEN,
    /// The result's tag exists and may not move.
    TAG_IMMUTABLE;

    /// An index is instrumented around these: nobody expects a sensor there. Around any other it
    /// would be instrumented by half, and look protected.
    private static final Set<Decline> EXPECTED_IN_AN_INDEX =
            EnumSet.of(
                    SCHEMA_1,
                    MEDIA_TYPE,
                    ARTIFACT,
                    SIGNATURE,
                    ATTESTATION,
                    PLATFORM,
                    OS,
                    ALREADY_INSTRUMENTED,
                    NOTHING_TO_INSTRUMENT);

    /// An image that is left for any other reason runs unwatched although somebody wanted it
    /// watched.
    private static final Set<Decline> AS_WANTED =
            EnumSet.of(
                    ARTIFACT,
                    SIGNATURE,
                    ATTESTATION,
                    ALREADY_INSTRUMENTED,
                    SOURCE_GONE,
                    TAG_MOVED,
                    OWN_TAG,
                    NOT_ENROLLED);

    /// Its spelling in documents, answers and metrics.
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// This, and in words what was found and what can be done.
    public Reason because(String text) {
        return new Reason(code(), text);
    }

    /// Whether a reason is this one.
    public boolean is(Reason reason) {
        return reason.code().equals(code());
    }

    /// Whether a reason leaves an image without a sensor that should have one.
    public static boolean leavesUnwatched(Reason reason) {
        return Arrays.stream(values())
                .filter(decline -> decline.is(reason))
                .noneMatch(AS_WANTED::contains);
    }

    /// Whether an index is declined as a whole when one of its parts is for this reason.
    public static boolean declinesTheIndex(Reason reason) {
        return Arrays.stream(values())
                .filter(decline -> decline.is(reason))
                .noneMatch(EXPECTED_IN_AN_INDEX::contains);
    }
}
