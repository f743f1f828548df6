package dev.inlay.registry;

import dev.inlay.image.Digest;
import dev.inlay.image.Manifest;
import java.util.List;
import java.util.Optional;

/// Where images are kept: a registry, or files that a build left before anything was pushed. What
/// is read by digest is what the digest says, or it is a `PermanentFailure`.
public interface ImageStore {
    /// The manifest under a tag; empty when there is none.
    Optional<Manifest> manifest(String repository, String tag);

    /// The manifest with this digest; empty when there is none.
    Optional<Manifest> manifest(String repository, Digest digest);

    /// Whether the repository has the manifest with this digest.
    boolean hasManifest(String repository, Digest digest);

    /// What a tag points at now.
    Optional<Digest> resolve(String repository, String tag);

    /// The content of a blob.
    ///
    /// @param limit the largest that is read; a larger one is a `PermanentFailure`
    byte[] blob(String repository, Digest digest, int limit);

    /// Whether the repository has this blob.
    boolean hasBlob(String repository, Digest digest);

    /// Makes the repository have this blob.
    ///
    /// @return whether it had to be sent
    boolean pushBlob(String repository, Digest digest, byte[] content);

    /// Stores a manifest by its digest alone. One that has a `subject` is among its referrers from
    /// then on.
    void putManifest(String repository, Manifest manifest);

    /// Makes a tag point at a manifest, which is stored with it.
    Tagging tag(String repository, String tag, Manifest manifest);

    /// The manifests that are about another one (OCI distribution-spec 1.1, Listing Referrers).
    ///
    /// @param subject digest of what they are about; it need not exist
    List<Referrer> referrers(String repository, Digest subject);

    /// Whether it has everything that an index in it refers to, as registries demand. What somebody
    /// saved to a file may be one platform of several.
    default boolean isWhole() {
        return true;
    }
}
