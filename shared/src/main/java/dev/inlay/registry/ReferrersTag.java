package dev.inlay.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.JsonTree;
import dev.inlay.image.Manifest;
import dev.inlay.image.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The list of referrers where a registry keeps none: an index under a tag that is made of the
/// subject's digest (OCI distribution-spec 1.1, Unavailable Referrers API).
final class ReferrersTag {
    /// Two who add at the same time may overwrite each other; whoever is missing adds again.
    private static final int MAX_ATTEMPTS = 5;

    private final ImageStore registry;
    private final String repository;
    private final Digest subject;

    ReferrersTag(ImageStore registry, String repository, Digest subject) {
        this.registry = registry;
        this.repository = repository;
        this.subject = subject;
    }

    List<Referrer> list() {
        return index().stream().flatMap(ReferrersTag::entries).toList();
    }

    void add(Manifest manifest) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            var index = index();
            if (index.stream()
                    .flatMap(ReferrersTag::entries)
                    .anyMatch(each -> each.digest().equals(manifest.digest()))) {
                return;
            }
            if (registry.tag(repository, tag(), with(index, manifest))
                    instanceof Tagging.Immutable(var said)) {
                throw new PermanentFailure(
                        "referrers-immutable",
                        "adding %s to the list of referrers %s of %s: the repository does not let tags move: the registry answered %s"
                                .formatted(manifest.digest(), tag(), repository, said));
            }
        }
        throw new TransientFailure(
                "referrers-contended",
                "adding %s to the list of referrers %s of %s: others overwrote it %d times; it is tried again"
                        .formatted(manifest.digest(), tag(), repository, MAX_ATTEMPTS));
    }

    private Optional<Manifest> index() {
        return registry.manifest(repository, tag());
    }

    private static Stream<Referrer> entries(Manifest index) {
        return index.tree()
                .path("manifests")
                .valueStream()
                .map(ReferrersTag::referrer)
                .flatMap(Optional::stream);
    }

    private static Manifest with(Optional<Manifest> there, Manifest manifest) {
        var index =
                there.map(Manifest::tree)
                        .orElseGet(() ->
                                JsonTree.newObject()
                                        .put("schemaVersion", 2)
                                        .put("mediaType", MediaType.OCI_INDEX));
        var about = manifest.tree();
        var entry =
                index.withArray("manifests")
                        .addObject()
                        .put("mediaType", manifest.mediaType())
                        .put("digest", manifest.digest().value())
                        .put("size", manifest.bytes().length)
                        .put("artifactType", artifactType(about));
        if (about.path("annotations").isObject()) {
            entry.set("annotations", about.path("annotations"));
        }
        return new Manifest(JsonTree.bytes(index), MediaType.OCI_INDEX);
    }

    /// A manifest without one is of the kind of its configuration.
    private static String artifactType(JsonNode manifest) {
        return manifest.path("artifactType")
                .asText(manifest.path("config").path("mediaType").asText());
    }

    /// An entry of a list of referrers; empty when it names nothing we could read.
    static Optional<Referrer> referrer(JsonNode entry) {
        return Digest.parse(entry.path("digest").asText())
                .map(digest -> new Referrer(digest, entry.path("artifactType").asText()));
    }

    private String tag() {
        return subject.value().replace(':', '-');
    }
}
