package dev.inlay.coverage;

import dev.inlay.image.Digest;
import dev.inlay.image.ImageRef;
import java.util.List;
import java.util.Optional;

/// A container that a service starts and that no task of it shows now: the service is scaled to
/// nothing, or its tasks do not come up.
///
/// @param cluster name of the ECS cluster
/// @param owner name of the service
/// @param name of the container in its task definition
/// @param reference its image as its definition names it
public record Idle(String cluster, String owner, String name, String reference) implements Placed {
    @Override
    public Optional<String> service() {
        return Optional.of(owner);
    }

    /// What it will be, where the definition says so: nothing else is known of what never ran.
    @Override
    public Optional<Digest> digest() {
        return image().flatMap(ImageRef::digest);
    }

    @Override
    public List<String> tasks() {
        return List.of();
    }
}
