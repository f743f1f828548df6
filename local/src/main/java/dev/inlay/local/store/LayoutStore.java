package dev.inlay.local.store;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.Manifest;
import dev.inlay.image.MediaType;
import dev.inlay.registry.ImageStore;
import dev.inlay.registry.Referrer;
import dev.inlay.registry.Tagging;
import java.util.List;
import java.util.Optional;

/// The images of one layout. It holds one repository, whatever that is called.
final class LayoutStore implements ImageStore {
    private final Place place;

    LayoutStore(Place place) {
        this.place = place;
    }

    @Override
    public Optional<Manifest> manifest(String repository, String tag) {
        return resolve(repository, tag).flatMap(digest -> manifest(repository, digest));
    }

    @Override
    public Optional<Manifest> manifest(String repository, Digest digest) {
        return place.read(digest, Manifest.MAX_BYTES)
                .map(bytes -> {
                    verify(digest, bytes);
                    var type = index().mediaType(digest);
                    return new Manifest(bytes, type.orElseGet(() -> said(bytes)));
                });
    }

    /// Inside a layout a manifest has to say itself what it is; one that does not is OCI's.
    private static String said(byte[] bytes) {
        var tree = new Manifest(bytes, "").tree();
        return tree.path("mediaType")
                .asText(tree.has("manifests") ? MediaType.OCI_INDEX : MediaType.OCI_MANIFEST);
    }

    @Override
    public Optional<Digest> resolve(String repository, String tag) {
        return index().find(tag);
    }

    @Override
    public boolean hasManifest(String repository, Digest digest) {
        return manifest(repository, digest).isPresent();
    }

    @Override
    public byte[] blob(String repository, Digest digest, int limit) {
        var content =
                place.read(digest, limit)
                        .orElseThrow(() ->
                                new PermanentFailure(
                                        "layout-incomplete",
                                        "reading %s: it has no blob %s; it may have been cut short, build it again"
                                                .formatted(place.name(), digest)));
        verify(digest, content);
        return content;
    }

    @Override
    public boolean hasBlob(String repository, Digest digest) {
        return place.has(digest);
    }

    @Override
    public boolean pushBlob(String repository, Digest digest, byte[] content) {
        if (place.has(digest)) {
            return false;
        }
        if (!Digest.of(content).equals(digest)) {
            throw new PermanentFailure(
                    "blob-damaged",
                    "storing blob " + digest + ": it is other content, " + Digest.of(content));
        }
        place.write(digest, content);
        return true;
    }

    @Override
    public synchronized void putManifest(String repository, Manifest manifest) {
        place.write(manifest.digest(), manifest.bytes());
        if (manifest.subject().isPresent()) {
            var index = index();
            index.refer(manifest);
            place.index(index.tree());
        }
    }

    @Override
    public synchronized Tagging tag(String repository, String tag, Manifest manifest) {
        place.write(manifest.digest(), manifest.bytes());
        var index = index();
        index.tag(tag, manifest);
        place.index(index.tree());
        return new Tagging.Done();
    }

    @Override
    public List<Referrer> referrers(String repository, Digest subject) {
        return index().digests()
                .map(digest -> manifest(repository, digest))
                .flatMap(Optional::stream)
                .filter(manifest -> manifest.subject().filter(subject::equals).isPresent())
                .map(manifest ->
                        new Referrer(
                                manifest.digest(), manifest.tree().path("artifactType").asText()))
                .toList();
    }

    @Override
    public boolean isWhole() {
        return false;
    }

    private LayoutIndex index() {
        return new LayoutIndex(place.index());
    }

    private void verify(Digest digest, byte[] content) {
        if (!Digest.of(content).equals(digest)) {
            throw new PermanentFailure(
                    "layout-damaged",
                    "reading blob %s of %s: its content is another, %s"
                            .formatted(digest, place.name(), Digest.of(content)));
        }
    }
}
