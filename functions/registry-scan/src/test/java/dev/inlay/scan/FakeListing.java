package dev.inlay.scan;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import dev.inlay.registry.RegistryListing;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// A registry that holds nothing but tags.
final class FakeListing implements RegistryListing {
    private final SortedMap<String, SortedMap<String, Digest>> tags = new TreeMap<>();
    private final Set<String> untagged = new TreeSet<>();
    private String locked = "";

    FakeListing with(String repository, String tag, Digest digest) {
        tags.computeIfAbsent(repository, _ -> new TreeMap<>()).put(tag, digest);
        return this;
    }

    FakeListing without(String repository, String tag) {
        tags.getOrDefault(repository, new TreeMap<>()).remove(tag);
        return this;
    }

    FakeListing untagged(String repository, Digest digest) {
        untagged.add(repository + "@" + digest);
        return this;
    }

    void lock(String repository) {
        locked = repository;
    }

    @Override
    public List<String> repositories() {
        return List.copyOf(tags.keySet());
    }

    @Override
    public List<String> tags(String repository) {
        if (repository.equals(locked)) {
            throw new PermanentFailure("registry-denied", "listing the tags of " + repository);
        }
        return List.copyOf(tags.getOrDefault(repository, new TreeMap<>()).keySet());
    }

    @Override
    public boolean hasManifest(String repository, Digest digest) {
        return untagged.contains(repository + "@" + digest)
                || tags.getOrDefault(repository, new TreeMap<>()).containsValue(digest);
    }

    @Override
    public Optional<Digest> resolve(String repository, String tag) {
        return Optional.ofNullable(tags.getOrDefault(repository, new TreeMap<>()).get(tag));
    }
}
