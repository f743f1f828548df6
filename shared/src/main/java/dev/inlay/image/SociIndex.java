package dev.inlay.image;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// What lets a host start an image before it has downloaded it: a list of tables of contents, one
/// for each large layer (awslabs/soci-snapshotter, `soci/soci_index.go`). It speaks of layers only,
/// so it serves every image that has them; those it does not list are downloaded as ever.
///
/// Version 1 says which image it is about (`subject`) and is found among the referrers; version 2
/// is named by the image in an annotation and travels in its index.
public final class SociIndex {
    /// Artifact type of version 1, by which it is found among an image's referrers.
    public static final String REFERRER = "application/vnd.amazon.soci.index.v1+json";

    /// Artifact type of version 2.
    static final String MEMBER = "application/vnd.amazon.soci.index.v2+json";

    /// In an index, on the entry of a version 2: the manifest that names it.
    static final String SERVED_MANIFEST = "com.amazon.soci.image-manifest-digest";

    private static final String NAMED = "com.amazon.soci.index-digest";
    private static final String LAYER = "com.amazon.soci.image-layer-digest";
    private static final Set<String> VERSIONS = Set.of(REFERRER, MEMBER);

    private final Manifest manifest;
    private final Set<Digest> layers;

    private SociIndex(Manifest manifest, Set<Digest> layers) {
        this.manifest = manifest;
        this.layers = layers;
    }

    /// The version 2 index that an image manifest names.
    public static Optional<Digest> namedBy(Manifest image) {
        return JsonTree.read(image.bytes())
                .found()
                .flatMap(tree -> Digest.parse(tree.path("annotations").path(NAMED).asText()));
    }

    /// Reads one; empty when it is something else.
    public static Optional<SociIndex> of(Manifest manifest) {
        return JsonTree.read(manifest.bytes())
                .found()
                .filter(tree -> VERSIONS.contains(tree.path("config").path("mediaType").asText()))
                .map(tree -> {
                    var layers = new HashSet<Digest>();
                    for (var table : tree.path("layers")) {
                        Digest.parse(table.path("annotations").path(LAYER).asText())
                                .ifPresent(layers::add);
                    }
                    return new SociIndex(manifest, layers);
                });
    }

    /// Whether it has a table for any of an image's layers.
    public boolean serves(Manifest image) {
        return image.tree()
                .path("layers")
                .valueStream()
                .map(layer -> Digest.parse(layer.path("digest").asText()))
                .flatMap(Optional::stream)
                .anyMatch(layers::contains);
    }

    /// The same tables, said to be about another image.
    public Manifest about(Manifest image) {
        var tree = manifest.tree();
        tree.withObject("subject")
                .removeAll()
                .put("mediaType", image.mediaType())
                .put("digest", image.digest().value())
                .put("size", image.bytes().length);
        return new Manifest(JsonTree.bytes(tree), manifest.mediaType());
    }
}
