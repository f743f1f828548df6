package dev.inlay.storage;

import java.time.Instant;
import java.util.Optional;

/// A stored document.
///
/// @param key where it lives
/// @param document JSON text, at most 300 KB (a DynamoDB item holds 400 KB)
/// @param revision 1 when first written, one more with each write: what `AtRevision` is compared
///   with. A document written again after it was deleted or expired may begin at 1 again
/// @param expires when it stops existing for readers; empty for never
public record Row(Key key, String document, long revision, Optional<Instant> expires) {
    /// A DynamoDB item holds 400 KB with its keys and attributes.
    public static final int MAX_DOCUMENT_BYTES = 300 * 1_024;
}
