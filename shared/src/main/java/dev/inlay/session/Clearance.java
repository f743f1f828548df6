package dev.inlay.session;

import dev.inlay.image.Digest;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Image;
import dev.inlay.image.Images;
import dev.inlay.role.Caller;

/// For which images the containers of a role may speak: for those of repositories whose enrolment
/// names the role, unless the image was revoked. What a sender says of itself opens nothing.
public final class Clearance {
    private final Images images;
    private final Enrolments enrolments;
    private final Revocations revocations;

    public Clearance(Images images, Enrolments enrolments, Revocations revocations) {
        this.images = images;
        this.enrolments = enrolments;
        this.revocations = revocations;
    }

    /// Whether they may, looked up anew each time.
    public Proof<Digest> verify(Caller caller, Digest image) {
        if (revocations.holdsFor(image)) {
            return new Proof.Refused<>("image " + image + " was revoked");
        }
        boolean named =
                images.having(image).stream()
                        .filter(each -> hasOriginal(each, image))
                        .flatMap(each -> enrolments.deciding(each.repository()).stream())
                        .anyMatch(enrolment -> enrolment.roles().contains(caller.role()));
        return named
                ? new Proof.Shown<>(image)
                : new Proof.Refused<>(
                        "no enrolment of a repository with image %s names the role %s; 'inlay enrol PATTERN --role %s' does"
                                .formatted(image, caller.role(), caller.role()));
    }

    /// An image is found by the digests of its twins too; frames are never of those.
    private static boolean hasOriginal(Image image, Digest digest) {
        return image.platforms().stream().anyMatch(member -> member.source().equals(digest));
    }
}
