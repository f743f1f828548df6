package dev.inlay.alert;

import dev.inlay.behaviour.Behaviour;
import dev.inlay.behaviour.Verdict;
import dev.inlay.detection.Detection;
import dev.inlay.detection.Severity;
import dev.inlay.image.Digest;
import dev.inlay.profile.Sample;
import dev.inlay.profile.Span;
import dev.inlay.profile.Testimony;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A violation or a detection, told once and counted.
///
/// @param fingerprint image, detection and subject: the same thing has the same one for ever
/// @param title a sentence
/// @param detection empty for a violation that is in no catalogue
/// @param source repository and tag, for people
/// @param behaviour of the occurrence shown
/// @param testimony the occurrence shown: the latest one
/// @param missing JSON of the minimal rule that would allow it, by the policy's list; empty when
///   none can
/// @param parts what is counted: by behaviour, and a sample of very many
/// @param happened from the first to the last occurrence, exact
/// @param told when somebody was told last; empty when nobody was yet
public record Alert(
        String fingerprint,
        String title,
        Severity severity,
        Optional<Detection> detection,
        Digest image,
        String source,
        Behaviour behaviour,
        Testimony testimony,
        Optional<String> missing,
        Sample<Part> parts,
        Span happened,
        Optional<Instant> told) {
    /// As many different behaviours as one alert remembers exactly.
    public static final int CAPACITY = 20;

    /// What happened to the latest occurrence.
    public Verdict verdict() {
        return testimony.verdict();
    }

    /// Occurrences.
    public long count() {
        return parts.total(Part::count);
    }

    /// At least so many containers showed it.
    public long containers() {
        return parts.values().stream().mapToLong(Part::containers).max().orElse(0);
    }

    /// What else than the occurrence shown is counted here, the latest first.
    public List<Part> others() {
        var shown = CommandLine.of(testimony.example(), Part.MAX_EXACTLY);
        return parts.values().stream()
                .filter(part -> !part.exactly().isEmpty() && !part.exactly().equals(shown))
                .sorted(Comparator.comparing(Part::last).reversed())
                .toList();
    }

    /// When it first happened.
    public Instant first() {
        return happened.first();
    }

    /// When it last happened.
    public Instant last() {
        return happened.last();
    }

    /// The join of what two evaluations said of the same thing: the later occurrence is shown, all
    /// are counted. Repeating either changes nothing.
    public Alert merge(Alert other) {
        var shown = testimony.merge(other.testimony).equals(testimony) ? this : other;
        return new Alert(
                fingerprint,
                shown.title,
                severity.compareTo(other.severity) >= 0 ? severity : other.severity,
                shown.detection,
                image,
                shown.source,
                shown.behaviour,
                shown.testimony,
                shown.missing,
                parts.merge(other.parts, Part::merge),
                happened.merge(other.happened),
                later(told, other.told));
    }

    private static Optional<Instant> later(Optional<Instant> a, Optional<Instant> b) {
        return a.flatMap(mine -> b.map(other -> mine.isAfter(other) ? mine : other))
                .or(() -> a)
                .or(() -> b);
    }

    /// The same as part of another alert.
    Alert as(String other) {
        return new Alert(
                other, title, severity, detection, image, source, behaviour, testimony, missing,
                parts, happened, told);
    }

    Alert toldAt(Instant now) {
        return new Alert(
                fingerprint,
                title,
                severity,
                detection,
                image,
                source,
                behaviour,
                testimony,
                missing,
                parts,
                happened,
                Optional.of(now));
    }
}
