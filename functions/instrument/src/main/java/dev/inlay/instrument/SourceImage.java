package dev.inlay.instrument;

import dev.inlay.image.Digest;
import dev.inlay.image.Launch;
import dev.inlay.image.Platform;

/// One platform of an image, before instrumentation: what is known of it before it ever ran.
///
/// @param digest of its manifest: its identity everywhere
/// @param repository in the registry
/// @param tag under which it was pushed
/// @param platform it runs on
/// @param launch how it is started
public record SourceImage(
        Digest digest, String repository, String tag, Platform platform, Launch launch) {
    /// `repository:tag`, for people.
    public String name() {
        return repository + ":" + tag;
    }
}
