package dev.inlay.image;

import dev.inlay.failure.PermanentFailure;

/// A tag that was made to point at an image, as the registry tells it.
///
/// @param repository in the registry of this installation
/// @param tag of the source image
/// @param digest of its manifest or index
public record Push(String repository, String tag, Digest digest) {
    public Push {
        if (!ImageRef.isRepository(repository) || !ImageRef.isTag(tag)) {
            throw new PermanentFailure(
                    "push-malformed",
                    "reading a push: '"
                            + repository
                            + "' and '"
                            + tag
                            + "' are no repository and tag");
        }
    }

    @Override
    public String toString() {
        return repository + ":" + tag + "@" + digest;
    }
}
