package dev.inlay.session;

import dev.inlay.document.Reading;
import dev.inlay.image.Digest;
import dev.inlay.image.Enrolment;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Image;
import dev.inlay.image.Images;
import dev.inlay.role.Caller;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

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
        var decisions =
                images.having(image).stream()
                        .filter(each -> hasOriginal(each, image))
                        .map(each -> enrolments.decision(each.repository()))
                        .toList();
        boolean named =
                decisions.stream()
                        .flatMap(each -> each.found().flatMap(Function.identity()).stream())
                        .anyMatch(enrolment -> enrolment.roles().contains(caller.role()));
        return named
                ? new Proof.Shown<>(image)
                : new Proof.Refused<>(
                        unreadable(decisions).orElseGet(() -> unnamed(caller, image)));
    }

    /// Whom an enrolment names that cannot be read nobody knows.
    private static Optional<String> unreadable(List<Reading<Optional<Enrolment>>> decisions) {
        return decisions.stream()
                .flatMap(each ->
                        switch (each) {
                            case Reading.Read<Optional<Enrolment>> _ -> Stream.<String>empty();
                            case Reading.Malformed<Optional<Enrolment>>(var because) ->
                                    Stream.of(because);
                        })
                .findFirst();
    }

    private static String unnamed(Caller caller, Digest image) {
        return "no enrolment of a repository with image %s names the role %s; 'inlay enrol PATTERN --role %s' does"
                .formatted(image, caller.role(), caller.role());
    }

    /// An image is found by the digests of its twins too; frames are never of those.
    private static boolean hasOriginal(Image image, Digest digest) {
        return image.platforms().stream().anyMatch(member -> member.source().equals(digest));
    }
}
