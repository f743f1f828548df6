package dev.inlay.registry;

import dev.inlay.image.Digest;
import java.util.List;
import java.util.Optional;

/// What a registry holds: what the sweep reads to find what no event told of.
public interface RegistryListing {
    /// All repositories.
    List<String> repositories();

    /// All tags of a repository; none when it does not exist.
    List<String> tags(String repository);

    /// Whether a repository has this manifest, with a tag or without.
    boolean hasManifest(String repository, Digest digest);

    /// What a tag points at now.
    Optional<Digest> resolve(String repository, String tag);
}
