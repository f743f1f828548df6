package dev.inlay.coverage;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.ImageRef;
import java.util.List;
import java.util.Optional;

/// A container in its place, whether it runs or only would.
public sealed interface Placed permits Running, Idle {
    String cluster();

    Optional<String> service();

    String name();

    /// Its image as its definition names it.
    String reference();

    /// Of the image itself; empty where nobody knows.
    Optional<Digest> digest();

    /// That show it now.
    List<String> tasks();

    /// The reference in its parts; empty for one that is none, as the bare id of a local image.
    default Optional<ImageRef> image() {
        try {
            return Optional.of(ImageRef.parse(reference()));
        } catch (PermanentFailure _) {
            return Optional.empty();
        }
    }
}
