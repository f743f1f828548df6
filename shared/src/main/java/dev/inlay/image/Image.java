package dev.inlay.image;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// An image of a repository as the catalog knows it.
///
/// @param repository in the registry of this installation
/// @param digest of what was pushed: a manifest, or an index of several
/// @param tags under which it was pushed
/// @param platforms what the index, or the one manifest, holds; empty until it was looked at
/// @param progress how far the latest work on it is
/// @param published by source tag: the instrumented image
/// @param trail when all that was
public record Image(
        String repository,
        Digest digest,
        SortedSet<String> tags,
        List<Member> platforms,
        Progress progress,
        SortedMap<String, Published> published,
        Trail trail) {
    public Image {
        tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
        platforms = List.copyOf(platforms);
        published = Collections.unmodifiableSortedMap(new TreeMap<>(published));
    }

    /// One platform of an image. Its source digest is what the sensor reports as `image`.
    ///
    /// @param source manifest digest before instrumentation
    /// @param instrumented empty when this platform was left as it is
    /// @param left why it was left as it is
    /// @param lazyLoading of the instrumented image
    public record Member(
            Platform platform,
            Digest source,
            Optional<Digest> instrumented,
            Optional<Reason> left,
            LazyLoading lazyLoading) {
        /// The same, loaded otherwise.
        public Member with(LazyLoading other) {
            return new Member(platform, source, instrumented, left, other);
        }

        /// One that was left as it is.
        public static Member left(Platform platform, Digest source, Reason reason) {
            return new Member(
                    platform,
                    source,
                    Optional.empty(),
                    Optional.of(reason),
                    new LazyLoading.None());
        }

        /// One that has a sensor now.
        public static Member instrumented(
                Platform platform, Digest source, Digest twin, LazyLoading lazyLoading) {
            return new Member(platform, source, Optional.of(twin), Optional.empty(), lazyLoading);
        }
    }

    /// An instrumented image in the repository.
    ///
    /// @param tag where it is
    /// @param digest of its manifest or index
    /// @param sensor version of the sensor in it
    public record Published(String tag, Digest digest, String sensor, Instant at) {}

    /// `repository@digest`: unique in an installation.
    public String id() {
        return repository + "@" + digest;
    }

    /// When it was first heard of.
    public Instant seen() {
        return trail.seen();
    }

    /// When this was last written.
    public Instant changed() {
        return trail.changed();
    }

    /// Whether the last attempt did not find the original under its tag, where it may be again, or
    /// found it out of every enrolment.
    public boolean wasMissed() {
        return progress instanceof Progress.Declined(var reason)
                && (Decline.SOURCE_GONE.is(reason)
                        || Decline.TAG_MOVED.is(reason)
                        || Decline.NOT_ENROLLED.is(reason));
    }

    Image tagged(String tag) {
        var more = new TreeSet<>(tags);
        more.add(tag);
        return with(more).with(trail.there());
    }

    Image untagged(String tag) {
        var fewer = new TreeSet<>(tags);
        fewer.remove(tag);
        return with(fewer);
    }

    /// The original is not in the repository any more.
    Image gone(Instant now) {
        return with(new TreeSet<>()).with(trail.gone(now));
    }

    Image with(Progress now) {
        return new Image(repository, digest, tags, platforms, now, published, trail);
    }

    Image with(Trail now) {
        return new Image(repository, digest, tags, platforms, progress, published, now);
    }

    private Image with(SortedSet<String> now) {
        return new Image(repository, digest, now, platforms, progress, published, trail);
    }

    Image published(String sourceTag, List<Member> members, Published result) {
        var all = new TreeMap<>(published);
        all.put(sourceTag, result);
        return new Image(repository, digest, tags, members, new Progress.Done(), all, trail);
    }
}
