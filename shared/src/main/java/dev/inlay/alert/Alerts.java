package dev.inlay.alert;

import dev.inlay.document.Json;
import dev.inlay.document.Reading;
import dev.inlay.image.Digest;
import dev.inlay.storage.Key;
import dev.inlay.storage.Row;
import dev.inlay.storage.Table;
import dev.inlay.storage.Write;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// The alerts of all images, in the findings table.
public final class Alerts {
    /// How long an alert is kept after it last happened.
    public static final Duration KEPT = Duration.ofDays(90);

    /// An alert that happens again after this much silence is told again.
    public static final Duration QUIET = Duration.ofHours(24);

    private static final String IMAGES = "alert-images";
    private static final String ASIDE = "aside#";

    private final Table findings;

    /// Alerts kept in a table.
    ///
    /// @param findings the table of that name
    public Alerts(Table findings) {
        this.findings = findings;
    }

    /// Joins an alert with what is stored of it. Raising the same again changes nothing. What is
    /// stored and cannot be read is put aside as it is, and the alert begins anew: its counts are
    /// in the profile, so only whether somebody was told is forgotten.
    public Raised raise(Alert alert) {
        remember(alert);
        return switch (AlertDocument.read(join(alert))) {
            case Reading.Read<Alert>(var stored) -> new Raised(stored, Optional.empty());
            case Reading.Malformed<Alert>(var because) -> {
                putAside(alert);
                yield new Raised(read(join(alert)), Optional.of(because));
            }
        };
    }

    private String join(Alert alert) {
        return findings.merge(
                        key(alert.image(), alert.fingerprint()),
                        alert.last().plus(KEPT),
                        before ->
                                Optional.of(
                                        before.map(text -> joined(text, alert))
                                                .orElseGet(() -> AlertDocument.write(alert))))
                .orElseThrow();
    }

    private static String joined(String stored, Alert alert) {
        return AlertDocument.read(stored)
                .found()
                .filter(before -> !before.merge(alert).equals(before))
                .map(before -> AlertDocument.write(before.merge(alert)))
                .orElse(stored);
    }

    /// Unless somebody else did, and what is there now can be read.
    private void putAside(Alert alert) {
        findings.get(key(alert.image(), alert.fingerprint()))
                .filter(row -> AlertDocument.read(row.document()).found().isEmpty())
                .ifPresent(row ->
                        findings.transact(
                                List.of(
                                        new Write.Put(
                                                aside(row),
                                                row.document(),
                                                Optional.of(alert.last().plus(KEPT)),
                                                new Write.Condition.Always()),
                                        new Write.Delete(
                                                row.key(),
                                                new Write.Condition.AtRevision(row.revision())))));
    }

    /// Whether somebody has to be told: nobody was yet, or it was quiet for long.
    public static boolean isDue(Alert alert) {
        return alert.told().map(told -> alert.last().isAfter(told.plus(QUIET))).orElse(true);
    }

    /// Notes that somebody was told.
    public void told(Alert alert, Instant now) {
        raise(alert.toldAt(now));
    }

    /// One alert.
    public Optional<Alert> get(Digest image, String fingerprint) {
        return findings.get(key(image, fingerprint)).map(Row::document).map(Alerts::read);
    }

    /// The alerts of an image.
    public AlertList of(Digest image) {
        return AlertList.of(image, findings.all(partition(image), ""));
    }

    /// All alerts.
    public AlertList all() {
        return AlertList.of(
                findings.all(IMAGES, "").stream()
                        .map(row -> Digest.parse(row.key().sort()))
                        .flatMap(Optional::stream)
                        .map(this::of)
                        .toList());
    }

    /// Makes an image's alerts part of `all()`: written at most once a day.
    private void remember(Alert alert) {
        var day = alert.last().truncatedTo(ChronoUnit.DAYS).toString();
        findings.merge(
                new Key(IMAGES, alert.image().value()),
                alert.last().plus(KEPT).plus(1, ChronoUnit.DAYS),
                before ->
                        Optional.of(
                                before.filter(text -> text.compareTo(quoted(day)) >= 0)
                                        .orElse(quoted(day))));
    }

    private static String quoted(String text) {
        return Json.write(Json.object().put("last", text));
    }

    private static Alert read(String document) {
        return AlertDocument.read(document).stored("an alert of the findings table");
    }

    /// Whether what lies there was put aside.
    static boolean isAside(String place) {
        return place.startsWith(ASIDE);
    }

    /// Of the alert that lies at a place of its image, put aside or not.
    static String fingerprint(String place) {
        return isAside(place) ? place.substring(ASIDE.length()).split("#", 2)[0] : place;
    }

    /// Beside its image's alerts; two that could not be read are two.
    private static Key aside(Row row) {
        var which = Digest.ofText(row.document()).hex().substring(0, 16);
        return new Key(row.key().partition(), ASIDE + row.key().sort() + "#" + which);
    }

    private static String partition(Digest image) {
        return "alert#" + image;
    }

    private static Key key(Digest image, String fingerprint) {
        return new Key(partition(image), fingerprint);
    }
}
