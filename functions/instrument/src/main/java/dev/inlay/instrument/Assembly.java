package dev.inlay.instrument;

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

    void drop(Digest digest) {
        dropped.add(digest);
    }

    void keep(Digest digest, Platform platform, Reason reason) {
        members.add(new Image.Member(platform, digest, Optional.empty(), Optional.of(reason)));
    }

    /// @param platform as the index says; the image's own word is better
    void add(Digest digest, Platform platform, Part part) {
        switch (part) {
            case Part.Left(var own, var reason) ->
                    keep(digest, own.equals(Part.UNSAID) ? platform : own, reason);
            case Part.Made made -> {
                twins.put(digest, made.twin());
                inner.addAll(made.inner());
                inner.add(made.twin());
                images.addAll(made.images());
                members.addAll(made.members());
            }
        }
    }

    /// @param name repository and tag, for people
    /// @param version of the sensor for a platform
    Part finish(Manifest index, String name, Function<Platform, String> version) {
        if (twins.isEmpty()) {
            return new Part.Left(Part.UNSAID, nothing());
        }
        var sensor = version.apply(images.getFirst().platform());
        var twin = IndexMutation.apply(index, twins, dropped, name, sensor);
        return new Part.Made(twin, inner, images, members);
    }

    private Reason nothing() {
        var reasons = new ArrayList<String>();
        for (var member : members) {
            member.left()
                    .ifPresent(reason -> reasons.add(member.platform() + ": " + reason.text()));
        }
        return new Reason(
                "nothing-to-instrument",
                "none of its platforms can be instrumented: " + String.join("; ", reasons));
    }
}
