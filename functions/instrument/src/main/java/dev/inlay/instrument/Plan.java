package dev.inlay.instrument;

import dev.inlay.image.Digest;
import dev.inlay.image.Image;
import dev.inlay.image.Launch;
import dev.inlay.image.Layer;
import dev.inlay.image.LazyLoading;
import dev.inlay.image.Manifest;
import dev.inlay.image.Platform;
import dev.inlay.image.Push;
import dev.inlay.image.Twin;
import java.util.ArrayList;
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

    /// What is lost, in words, by platform.
    public List<String> losses() {
        var losses = new ArrayList<String>();
        for (var member : members) {
            if (member.lazyLoading() instanceof LazyLoading.Lost(var reason)) {
                losses.add(member.platform() + ": " + reason.text());
            }
        }
        return losses;
    }

    /// The same, with another lazy index for one of its images.
    Plan with(Digest source, LazyIndex index) {
        return new Plan(
                push,
                tag,
                root,
                inner,
                images.stream()
                        .map(image -> image.source().equals(source) ? image.with(index) : image)
                        .toList(),
                members.stream()
                        .map(member ->
                                member.source().equals(source)
                                        ? member.with(index.lazyLoading())
                                        : member)
                        .toList(),
                sensor,
                replaces);
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
            Layer settings,
            LazyIndex lazyIndex) {
        PlannedImage with(LazyIndex index) {
            return new PlannedImage(source, platform, before, twin, sensor, settings, index);
        }
    }
}
