package dev.inlay.instrument;

import dev.inlay.image.Digest;
import dev.inlay.policy.TrustedKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a check of a chain came upon so far.
final class Findings {
    private final List<Link> links = new ArrayList<>();
    private final Map<Digest, Set<Digest>> parts = new LinkedHashMap<>();
    private final List<TrustedKey> keys = new ArrayList<>();
    private Set<Digest> partsOfThis = new LinkedHashSet<>();
    private String platform = "";

    /// What follows is about this image.
    void at(String of, Digest manifest) {
        platform = of;
        partsOfThis = parts.computeIfAbsent(manifest, _ -> new LinkedHashSet<>());
    }

    void holds(String name, String text) {
        add(name, Link.State.HOLDS, text);
    }

    void absent(String name, String text) {
        add(name, Link.State.ABSENT, text);
    }

    void broken(String name, String text) {
        add(name, Link.State.BROKEN, text);
    }

    /// For what concerns all platforms.
    void forAll() {
        platform = "";
    }

    private void add(String name, Link.State state, String text) {
        links.add(new Link(name, platform, state, text));
    }

    /// Something an attestation has to name.
    void part(Digest digest) {
        partsOfThis.add(digest);
    }

    void trusts(List<TrustedKey> baked) {
        keys.addAll(baked);
    }

    /// Whether no instrumented image was found.
    boolean isEmpty() {
        return parts.isEmpty();
    }

    /// Whether one of the links is.
    boolean isBroken() {
        return links.stream().anyMatch(link -> link.state() == Link.State.BROKEN);
    }

    List<Link> links() {
        return List.copyOf(links);
    }

    /// By the manifests of instrumented images.
    Map<Digest, Set<Digest>> parts() {
        return Map.copyOf(parts);
    }

    List<TrustedKey> keys() {
        return List.copyOf(keys);
    }
}
