package dev.inlay.instrument;

import dev.inlay.image.Digest;
import dev.inlay.image.Image;
import dev.inlay.image.Launch;
import dev.inlay.image.Layer;
import dev.inlay.image.Manifest;
import dev.inlay.image.Platform;
import dev.inlay.image.Push;
import dev.inlay.image.Twin;
import java.util.List;

/// All that will be in the repository, before any of it is sent.
///
/// @param push what it is made from
/// @param tag where it will appear
/// @param root the manifest or index that gets the tag
/// @param inner manifests the root refers to, those referred to first
/// @param images one for each platform that gets a sensor
/// @param members every platform, with what becomes of it
/// @param sensor version
/// @param replaces whether a tag that is not ours may be moved
public record Plan(
        Push push,
        String tag,
        Manifest root,
        List<Manifest> inner,
        List<PlannedImage> images,
        List<Image.Member> members,
        String sensor,
        boolean replaces) {
    public Plan {
        inner = List.copyOf(inner);
        images = List.copyOf(images);
        members = List.copyOf(members);
    }

    /// One platform that gets a sensor.
    ///
    /// @param source digest of its manifest before
    /// @param before how it is started
    public record PlannedImage(
            Digest source,
            Platform platform,
            Launch before,
            Twin twin,
            Layer sensor,
            Layer settings) {}
}
