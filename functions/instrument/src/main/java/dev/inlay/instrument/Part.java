package dev.inlay.instrument;

import dev.inlay.image.Image;
import dev.inlay.image.Manifest;
import dev.inlay.image.Platform;
import dev.inlay.image.Reason;
import java.util.List;

/// What becomes of one manifest, be it the pushed one or one that an index refers to.
sealed interface Part {
    /// The platform of what does not say one.
    Platform UNSAID = new Platform("", "", "");

    /// It has a twin.
    ///
    /// @param inner manifests the twin refers to
    record Made(
            Manifest twin,
            List<Manifest> inner,
            List<Plan.PlannedImage> images,
            List<Image.Member> members)
            implements Part {}

    /// It stays as it is.
    record Left(Platform platform, Reason reason) implements Part {}
}
