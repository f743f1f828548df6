package dev.inlay.instrument;

import dev.inlay.image.Digest;
import dev.inlay.policy.TrustedKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a check of a chain came upon so far.
final class Findings {
    private final List<Link> links = new ArrayList<>();
    private final Set<Digest> parts = new LinkedHashSet<>();
    private final List<TrustedKey> keys = new ArrayList<>();
    private boolean instrumented;
    private String platform = "";

    void at(String of) {
        platform = of;
        instrumented = true;
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
        parts.add(digest);
    }

    void trusts(List<TrustedKey> baked) {
        keys.addAll(baked);
    }

    /// Whether no instrumented image was found.
    boolean isEmpty() {
        return !instrumented;
    }

    List<Link> links() {
        return List.copyOf(links);
    }

    Set<Digest> parts() {
        return Set.copyOf(parts);
    }

    List<TrustedKey> keys() {
        return List.copyOf(keys);
    }
}
