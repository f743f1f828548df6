package dev.inlay.storage;

import java.time.Instant;
import java.util.Optional;

/// A stored document.
///
/// @param key where it lives
/// @param document JSON text, at most 300 KB (a DynamoDB item holds 400 KB)
/// @param revision 1 when first written, one more with each write: what `ifRevision` is compared
///   with
/// @param expires when it stops existing for readers; empty for never
public record Row(Key key, String document, long revision, Optional<Instant> expires) {}
