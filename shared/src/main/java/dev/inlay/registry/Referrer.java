package dev.inlay.registry;

import dev.inlay.image.Digest;

/// A manifest about another one, as a list of referrers names it.
///
/// @param digest of its manifest
/// @param artifactType what kind of thing it is; empty when the list does not say
public record Referrer(Digest digest, String artifactType) {}
