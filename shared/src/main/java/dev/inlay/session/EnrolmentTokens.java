package dev.inlay.session;

import dev.inlay.image.Digest;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The tokens that instrumented images carry: `<epoch>.<HMAC of the image's digest>`. They are
/// derived, not stored, so instrumenting an image again gives the same one. A token opens sessions
/// for its own image and nothing else.
public final class EnrolmentTokens {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,8})\\.([A-Za-z0-9_-]{43})");

    private final SortedMap<Integer, Secret> epochs;
    private final Revocations revocations;

    /// @param epochs the keys by epoch, at least one; the latest issues, the others still verify
    /// @param revocations asked at every verification
    public EnrolmentTokens(SortedMap<Integer, Secret> epochs, Revocations revocations) {
        if (epochs.isEmpty()) {
            throw new IllegalArgumentException("enrolment tokens need the key of an epoch");
        }
        this.epochs = Collections.unmodifiableSortedMap(new TreeMap<>(epochs));
        this.revocations = revocations;
    }

    /// The token of an image, by the key of the latest epoch.
    public String issue(Digest image) {
        int epoch = epochs.lastKey();
        return epoch + "." + secret(epoch).sign(image.value());
    }

    /// Whether the token is this image's, and neither the image nor the epoch was revoked.
    public Proof<Enrolled> verify(String token, Digest image) {
        var form = FORM.matcher(token);
        if (!form.matches()) {
            return new Proof.Refused<>("it does not have the form of an enrolment token");
        }
        int epoch = Integer.parseInt(form.group(1));
        if (!epochs.containsKey(epoch)) {
            return new Proof.Refused<>("there is no key of epoch " + epoch);
        }
        if (!secret(epoch).signed(image.value(), form.group(2))) {
            return new Proof.Refused<>("it was not issued for image " + image);
        }
        if (revocations.holdsFor(epoch)) {
            return new Proof.Refused<>("all tokens of epoch " + epoch + " were revoked");
        }
        if (revocations.holdsFor(image)) {
            return new Proof.Refused<>("the token of image " + image + " was revoked");
        }
        return new Proof.Shown<>(new Enrolled(image, epoch));
    }

    private Secret secret(int epoch) {
        return Objects.requireNonNull(epochs.get(epoch));
    }
}
