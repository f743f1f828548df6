package dev.inlay.image;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// A manifest or index as a registry stores it: its bytes are its identity, so they are kept.
public final class Manifest {
    /// A registry takes no larger ones (ECR's PutImage, and the distribution's default).
    public static final int MAX_BYTES = 4 * 1024 * 1024;

    private final byte[] bytes;
    private final String mediaType;
    private final Digest digest;

    /// @param bytes not to be changed afterwards
    /// @param mediaType as the registry sent it, or as it is to be stored
    public Manifest(byte[] bytes, String mediaType) {
        this.bytes = bytes;
        this.mediaType = mediaType;
        this.digest = Digest.of(bytes);
    }

    /// Not to be changed.
    public byte[] bytes() {
        return bytes;
    }

    /// One of `MediaType`'s, or something else altogether.
    public String mediaType() {
        return mediaType;
    }

    /// The digest of the bytes.
    public Digest digest() {
        return digest;
    }

    /// Whether it lists manifests rather than layers.
    public boolean isIndex() {
        return MediaType.INDEXES.contains(mediaType);
    }

    /// What it is about (OCI image-spec 1.1, `subject`); empty when it stands for itself.
    public Optional<Digest> subject() {
        return Digest.parse(tree().path("subject").path("digest").asText());
    }

    /// A new tree of what it says.
    public ObjectNode tree() {
        return JsonTree.object(bytes, "manifest " + digest);
    }

    @Override
    public String toString() {
        return mediaType + " " + digest;
    }
}
