package dev.inlay.instrument;

import dev.inlay.image.Decline;
import dev.inlay.image.Digest;
import dev.inlay.image.Image;
import dev.inlay.image.IndexMutation;
import dev.inlay.image.Manifest;
import dev.inlay.image.Platform;
import dev.inlay.image.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Collects what becomes of the entries of one index.
final class Assembly {
    private final Map<Digest, Manifest> twins = new HashMap<>();
    private final Set<Digest> dropped = new HashSet<>();
    private final List<Manifest> inner = new ArrayList<>();
    private final List<Plan.PlannedImage> images = new ArrayList<>();
    private final List<Image.Member> members = new ArrayList<>();
    private Optional<Reason> obstacle = Optional.empty();

    void drop(Digest digest) {
        dropped.add(digest);
    }

    void keep(Digest digest, Platform platform, Reason reason) {
        members.add(Image.Member.left(platform, digest, reason));
    }

    /// @param platform as the index says; the image's own word is better
    void add(Digest digest, Platform platform, Part part) {
        switch (part) {
            case Part.Left(var own, var reason) ->
                    left(digest, own.equals(Part.UNSAID) ? platform : own, reason);
            case Part.Made made -> {
                twins.put(digest, made.twin());
                inner.addAll(made.inner());
                inner.add(made.twin());
                images.addAll(made.images());
                members.addAll(made.members());
            }
        }
    }

    private void left(Digest digest, Platform platform, Reason reason) {
        keep(digest, platform, reason);
        if (obstacle.isEmpty() && Decline.declinesTheIndex(reason)) {
            obstacle = Optional.of(new Reason(reason.code(), platform + ": " + reason.text()));
        }
    }

    /// @param name repository and tag, for people
    /// @param version of the sensor for a platform
    Part finish(Manifest index, String name, Function<Platform, String> version) {
        if (obstacle.isPresent()) {
            return new Part.Left(Part.UNSAID, obstacle.get());
        }
        if (twins.isEmpty()) {
            return new Part.Left(Part.UNSAID, nothing());
        }
        var sensor = version.apply(images.getFirst().platform());
        var twin = IndexMutation.apply(index, twins, dropped, name, sensor);
        return twin.bytes().length > Manifest.MAX_BYTES
                ? new Part.Left(
                        Part.UNSAID,
                        Decline.MANIFEST_TOO_LARGE.because("its index would exceed 4 MiB"))
                : new Part.Made(twin, inner, images, members);
    }

    private Reason nothing() {
        var reasons = new ArrayList<String>();
        for (var member : members) {
            member.left()
                    .ifPresent(reason -> reasons.add(member.platform() + ": " + reason.text()));
        }
        if (reasons.isEmpty()) {
            return Decline.NOTHING_TO_INSTRUMENT.because("it lists no image");
        }
        return Decline.NOTHING_TO_INSTRUMENT.because(
                "none of its platforms can be instrumented: " + String.join("; ", reasons));
    }
}
