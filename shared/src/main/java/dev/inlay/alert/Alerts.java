package dev.inlay.alert;

import dev.inlay.document.Json;
import dev.inlay.document.Reading;
import dev.inlay.image.Digest;
import dev.inlay.storage.Aside;
import dev.inlay.storage.Joined;
import dev.inlay.storage.Joint;
import dev.inlay.storage.Key;
import dev.inlay.storage.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// The alerts of all images, in the findings table.
public final class Alerts {
    /// How long an alert is kept after it last happened.
    public static final Duration KEPT = Duration.ofDays(90);

    /// An alert that happens again after this much silence is told again.
    public static final Duration QUIET = Duration.ofHours(24);

    private static final String IMAGES = "alert-images";

    private final Table findings;
    private final Joint<Alert> joint;

    /// Alerts kept in a table.
    ///
    /// @param findings the table of that name
    public Alerts(Table findings) {
        this.findings = findings;
        this.joint = new Joint<>(findings, "alert", Alerts::read, AlertDocument::write);
    }

    /// Joins an alert with what is stored of it. Raising the same again changes nothing. What is
    /// stored and cannot be read is put aside as it is, and the alert begins anew: its counts are
    /// in the profile, so only whether somebody was told is forgotten.
    public Joined<Alert> raise(Alert alert) {
        remember(alert);
        return joint.join(
                key(alert.image(), alert.fingerprint()),
                Optional.of(alert.last().plus(KEPT)),
                before -> before.map(stored -> stored.merge(alert)).orElse(alert));
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
        return findings.get(key(image, fingerprint))
                .map(row ->
                        read(row.key(), row.document()).stored("an alert of the findings table"));
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

    /// What lies at the place of an alert is one, and that one.
    static Reading<Alert> read(Key key, String document) {
        return AlertDocument.read(document)
                .only(
                        alert ->
                                key.partition().equals(partition(alert.image()))
                                        && Aside.sort(key).equals(alert.fingerprint()),
                        "it is another alert's");
    }

    private static String partition(Digest image) {
        return "alert#" + image;
    }

    private static Key key(Digest image, String fingerprint) {
        return new Key(partition(image), fingerprint);
    }
}
