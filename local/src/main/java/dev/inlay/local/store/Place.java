package dev.inlay.local.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.image.Digest;
import java.util.Optional;

/// Where the parts of a layout lie (OCI image-spec, image-layout.md).
interface Place {
    /// What messages call it.
    String name();

    /// A blob as it lies there, which may not be what its name says; empty when there is none.
    ///
    /// @param limit a larger one is a `PermanentFailure`
    Optional<byte[]> read(Digest digest, int limit);

    /// Whether there is one of this name.
    boolean has(Digest digest);

    /// Puts one there.
    void write(Digest digest, byte[] content);

    /// `index.json`; each time a tree of its own.
    ObjectNode index();

    /// Replaces it.
    void index(ObjectNode index);
}
